import type { Ref } from "react";

import { ticksOf, tickText } from "../charts/ticks.ts";
import { Shown } from "../ui/numbers.ts";
import type { Effect } from "./cells.ts";
import css from "./response.module.css";

interface ResponseProps {
  readonly label: string;
  /** Of one factor and one measure, in the order of the levels. */
  readonly effects: readonly Effect[];
  /** All that is shown beside it on the same scale. */
  readonly range: readonly [number, number];
  readonly ref?: Ref<SVGSVGElement>;
}

const [WIDTH, HEIGHT] = [420, 240];
const [LEFT, RIGHT, TOP, BOTTOM] = [58, 16, 12, 40];

/** A measure by the levels of a factor, with the band of its intervals. */
export function Response({ label, effects, range: [low, high], ref }: ResponseProps) {
  const shown = Shown.of(effects[0]?.unit ?? "", [low, high]);
  const across = HEIGHT - TOP - BOTTOM;
  const yOf = (value: number) => TOP + (across * (high - value)) / (high - low || 1);
  const xOf = placesOf(effects);
  const points = effects.flatMap((one, i) =>
    one.mean === null ? [] : [{ ...one, mean: one.mean, x: xOf[i] ?? 0 }],
  );
  const line = points.map(({ x, mean }) => `${x},${yOf(mean)}`).join(" ");
  const box = `0 0 ${WIDTH} ${HEIGHT}`;
  return (
    <svg ref={ref} className={css.plot} viewBox={box} role="img" aria-label={label}>
      <Grid low={low} high={high} factor={shown.scale.factor} yOf={yOf} />
      <polygon className={css.band} points={bandOf(points, yOf)} />
      <polyline className={css.line} points={line} />
      {points.map((one) => (
        <g key={one.level}>
          <title>{`${one.level}: ${shown.text(one.mean)} (${shown.interval(one.low, one.high)})`}</title>
          <circle className={css.point} cx={one.x} cy={yOf(one.mean)} r={4} />
          <text className={css.tick} x={one.x} y={HEIGHT - BOTTOM + 18} textAnchor="middle">
            {one.level}
          </text>
        </g>
      ))}
      <text className={css.tick} x={(LEFT + WIDTH - RIGHT) / 2} y={HEIGHT - 4} textAnchor="middle">
        {effects[0]?.factor}
      </text>
    </svg>
  );
}

interface GridProps {
  readonly low: number;
  readonly high: number;
  /** By which values are multiplied to be shown. */
  readonly factor: number;
  readonly yOf: (value: number) => number;
}

function Grid({ low, high, factor, yOf }: GridProps) {
  return ticksOf(low * factor, high * factor, 4).map((tick) => {
    const y = yOf(tick / factor);
    return (
      <g key={tick}>
        <line className={css.grid} x1={LEFT} x2={WIDTH - RIGHT} y1={y} y2={y} />
        <text className={css.tick} x={LEFT - 8} y={y + 4} textAnchor="end">
          {tickText(tick)}
        </text>
      </g>
    );
  });
}

interface Point {
  readonly x: number;
  readonly low: number | null;
  readonly high: number | null;
}

function bandOf(points: readonly Point[], yOf: (value: number) => number): string {
  const ends = points.flatMap(({ x, low, high }) =>
    low === null || high === null ? [] : [{ x, low, high }],
  );
  const above = ends.map(({ x, high }) => `${x},${yOf(high)}`);
  const below = ends.map(({ x, low }) => `${x},${yOf(low)}`).reverse();
  return [...above, ...below].join(" ");
}

/** Return where levels are along the axis: numbers by their size, others evenly. */
function placesOf(effects: readonly Effect[]): readonly number[] {
  const across = WIDTH - LEFT - RIGHT - 40;
  const middles = effects.map(({ from, to }) =>
    from === null || to === null ? null : (from + to) / 2,
  );
  const numbers = middles.filter((one) => one !== null);
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  const areNumbers = numbers.length === effects.length && most > least;
  return middles.map((middle, i) => {
    const part = areNumbers
      ? ((middle ?? least) - least) / (most - least)
      : effects.length < 2
        ? 0.5
        : i / (effects.length - 1);
    return LEFT + 20 + part * across;
  });
}
