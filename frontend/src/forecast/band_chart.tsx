import type { Ref } from "react";

import { ticksOf, tickText } from "../charts/ticks.ts";
import { Shown } from "../ui/numbers.ts";
import type { Slot } from "./bands.ts";
import css from "./band_chart.module.css";
import type { Point } from "./course.ts";
import { hoursOf } from "./hours.ts";
import { areaOf, lineOf, type Ends, stepLine } from "./outlines.ts";

export interface Drawn {
  readonly slots: readonly Slot[];
  /** Bands are of slots' ends, joined; else of slots as a whole. */
  readonly isLevel: boolean;
  readonly unit: string;
  /** How it went; holds until the next point where it is a level. */
  readonly course: readonly Point[];
  /** What was observed. */
  readonly seen: readonly Point[];
}

interface BandChartProps extends Drawn {
  readonly label: string;
  /** Local time of second 0. */
  readonly start: string;
  /** Ends of the axis [s]. */
  readonly range: readonly [number, number];
  /** When the forecast was made [s], and what stood there, where it is known; null without one. */
  readonly issued: { readonly at_s: number; readonly value: number | null } | null;
  readonly ref?: Ref<SVGSVGElement>;
}

const [WIDTH, HEIGHT] = [300, 180];
const [LEFT, RIGHT, TOP, BOTTOM] = [40, 8, 14, 24];
const MOST_HOURS = 4;
const HEADROOM = 1.06; // of the scale, over the largest value

/** Bands over the time of the city, beside how it went and what was observed. */
export function BandChart(props: BandChartProps) {
  const { label, slots, isLevel, course, seen, start, range, issued, ref } = props;
  const [begin, end] = range;
  const most = mostOf(props);
  const xOf = (at: number) =>
    LEFT + ((WIDTH - LEFT - RIGHT) * (at - begin)) / Math.max(1, end - begin);
  const yOf = (value: number) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / most);
  const place = (at: number, value: number) => `${xOf(at).toFixed(1)},${yOf(value).toFixed(1)}`;
  const ends = [...begunOf(props), ...endsOf(slots, isLevel)];
  return (
    <svg
      ref={ref}
      className={css.chart}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={label}
    >
      <Grid most={most} unit={props.unit} yOf={yOf} />
      {hoursOf(start, begin, end, MOST_HOURS).map(({ at_s, text }) => (
        <text key={at_s} className={css.tick} x={xOf(at_s)} y={HEIGHT - 6} textAnchor="middle">
          {text}
        </text>
      ))}
      <polygon className={css.wide} points={areaOf(ends, "q05", "q95", place)} />
      <polygon className={css.narrow} points={areaOf(ends, "q25", "q75", place)} />
      <polyline className={css.median} points={lineOf(ends, "q50", place)} />
      <polyline className={css.course} points={stepLine(course, isLevel, end, place)} />
      {seen.map(({ at_s, value }) => (
        <circle key={at_s} className={css.seen} cx={xOf(at_s)} cy={yOf(value)} r={3.5} />
      ))}
      {issued === null ? null : <AsOf x={xOf(issued.at_s)} />}
    </svg>
  );
}

function AsOf({ x }: { readonly x: number }) {
  return (
    <g>
      <line className={css.asOf} x1={x} x2={x} y1={TOP} y2={HEIGHT - BOTTOM} />
      <text className={css.tick} x={x} y={TOP - 4} textAnchor="middle">
        as of
      </text>
    </g>
  );
}

interface GridProps {
  readonly most: number;
  readonly unit: string;
  readonly yOf: (value: number) => number;
}

function Grid({ most, unit, yOf }: GridProps) {
  const { factor } = Shown.of(unit, [most / HEADROOM]).scale;
  return ticksOf(0, most * factor, 4).map((tick) => {
    const y = yOf(tick / factor);
    return (
      <g key={tick}>
        <line className={css.grid} x1={LEFT} x2={WIDTH - RIGHT} y1={y} y2={y} />
        <text className={css.tick} x={LEFT - 6} y={y + 4} textAnchor="end">
          {tickText(tick)}
        </text>
      </g>
    );
  });
}

/** Return the upper end of the scale; its lower end is nought. */
function mostOf({ slots, course, seen }: Drawn): number {
  const values = [
    ...slots.map(({ q95 }) => q95),
    ...course.map(({ value }) => value),
    ...seen.map(({ value }) => value),
  ];
  const most = values.reduce((one, other) => Math.max(one, other), 0);
  return most === 0 ? 1 : HEADROOM * most;
}

/** Return where bands of a level begin: at one number, that of the moment. */
function begunOf({ issued, slots, isLevel }: BandChartProps): readonly Ends[] {
  const [first] = slots;
  if (first === undefined || !isLevel) return [];
  const { at_s = 0, value = null } = issued ?? {};
  if (value === null) return [];
  const all = { q05: value, q25: value, q50: value, q75: value, q95: value };
  return [{ at_s, slot: { ...first, ...all } }];
}

function endsOf(slots: readonly Slot[], isLevel: boolean): readonly Ends[] {
  return slots.flatMap((slot) =>
    isLevel
      ? [{ at_s: slot.end_s, slot }]
      : [
          { at_s: slot.begin_s, slot },
          { at_s: slot.end_s, slot },
        ],
  );
}
