import { type Ref, useMemo } from "react";

import { useIsDark } from "../app/theme.ts";
import { verdictOf, VERDICTS } from "../levers/verdict.ts";
import type { Difference } from "./differences.ts";
import css from "./difference_map.module.css";
import { divergingColour } from "./diverging.ts";
import { changeText } from "./forest_rows.ts";
import { type Point, type Projection, projectionOf } from "./projection.ts";
import { pathOfLines, type Station, useGround } from "./station_map.ts";

interface DifferenceMapProps {
  readonly scenario: string;
  readonly label: string;
  /** Of one measure and one variant, a station each. */
  readonly differences: readonly Difference[];
  readonly station: string | null;
  readonly onPick: (station: string) => void;
  readonly ref?: Ref<SVGSVGElement>;
}

type Placed = Station & Point;

const WIDTH = 720;
const [SMALLEST, LARGEST] = [3, 9]; // radius
const NO_STATIONS: readonly Placed[] = [];

/** Stations coloured by what changes there; where the interval holds nought they are hatched. */
export function DifferenceMap(props: DifferenceMapProps) {
  const { scenario, label, ref } = props;
  const { value: ground } = useGround(scenario);
  const placed = useMemo(() => ground?.stations.filter(isPlaced) ?? NO_STATIONS, [ground]);
  const projection = useMemo(() => projectionOf(placed, WIDTH), [placed]);
  const streets = useMemo(
    () => pathOfLines(ground?.streets ?? [], projection),
    [ground, projection],
  );
  const box = `0 0 ${projection.width} ${projection.height}`;
  return (
    <svg ref={ref} className={css.map} viewBox={box} role="img" aria-label={label}>
      <Hatching />
      <path className={css.streets} d={streets} />
      <Dots {...props} placed={placed} projection={projection} />
    </svg>
  );
}

interface DotsProps extends DifferenceMapProps {
  readonly placed: readonly Placed[];
  readonly projection: Projection;
}

function Dots({ placed, projection, differences, station, onPick }: DotsProps) {
  const isDark = useIsDark();
  const byStation = new Map(differences.map((one) => [one.place, one]));
  const sizes = differences.map(({ difference }) => Math.abs(difference ?? 0));
  const largest = Math.max(...sizes, Number.MIN_VALUE);
  return placed.map((one) => {
    const difference = byStation.get(one.id);
    return (
      <Dot
        key={one.id}
        at={projection.place(one)}
        name={one.name}
        difference={difference}
        part={(difference?.difference ?? 0) / largest}
        isDark={isDark}
        isChosen={one.id === station}
        onPick={() => onPick(one.id)}
      />
    );
  });
}

interface DotProps {
  readonly at: readonly [number, number];
  readonly name: string;
  readonly difference: Difference | undefined;
  readonly part: number;
  readonly isDark: boolean;
  readonly isChosen: boolean;
  readonly onPick: () => void;
}

function Dot({ at: [x, y], name, difference, part, isDark, isChosen, onPick }: DotProps) {
  const verdict =
    difference === undefined
      ? "unknown"
      : verdictOf(difference.measure, difference.low, difference.high);
  const isSure = verdict !== "unknown" && verdict !== "unclear" && verdict !== "none";
  const radius = isSure
    ? SMALLEST + (LARGEST - SMALLEST) * Math.sqrt(Math.abs(part))
    : SMALLEST + 1;
  const said = difference === undefined ? "not computed" : changeText(difference);
  return (
    // The table behind the map has all of it for those who use keys.

    <g className={css.dot} data-verdict={verdict} onClick={onPick}>
      <title>{`${name}: ${said} (${VERDICTS[verdict]})`}</title>
      <circle
        cx={x}
        cy={y}
        r={radius}
        fill={isSure ? divergingColour(part, isDark) : "url(#unsure)"}
        className={isSure ? css.sure : css.unsure}
      />
      {isChosen ? <circle cx={x} cy={y} r={radius + 4} className={css.chosen} /> : null}
    </g>
  );
}

function Hatching() {
  return (
    <defs>
      <pattern
        id="unsure"
        width="3"
        height="3"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <rect className={css.hatchGround} width="3" height="3" />
        <line className={css.hatch} x1="0" y1="0" x2="0" y2="3" />
      </pattern>
    </defs>
  );
}

/** What the colours of the map mean. */
export function DifferenceLegend({ largest }: { readonly largest: string }) {
  const isDark = useIsDark();
  const stops = [-1, -0.4, -0.1, 0, 0.1, 0.4, 1].map((part) => divergingColour(part, isDark));
  return (
    <div className={css.legend}>
      <span>−{largest}</span>
      <span
        className={css.ramp}
        style={{ background: `linear-gradient(to right, ${stops.join(", ")})` }}
        aria-hidden="true"
      />
      <span>+{largest}</span>
      <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
        <Hatching />
        <circle cx="7" cy="7" r="5" fill="url(#unsure)" className={css.unsure} />
      </svg>
      <span>not clear: the interval holds 0</span>
    </div>
  );
}

function isPlaced(station: Station): station is Placed {
  return station.lon !== null && station.lat !== null;
}
