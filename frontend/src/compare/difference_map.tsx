import { type Ref, useMemo } from "react";

import { useIsDark } from "../app/theme.ts";
import { Sized } from "../charts/sized.tsx";
import { TableAwaited } from "../experiments/table_awaited.tsx";
import { verdictOf, VERDICTS } from "../levers/verdict.ts";
import type { Difference } from "./differences.ts";
import css from "./difference_map.module.css";
import { divergingColour } from "./diverging.ts";
import { changeText } from "./forest_rows.ts";
import { DifferenceLegend, Hatching, LEGEND_HEIGHT } from "./difference_legend.tsx";
import { type Point, type Projection, projectionOf } from "./projection.ts";
import { pathOfLines, type Station, useGround } from "./station_map.ts";

interface DifferenceMapProps {
  readonly scenario: string;
  readonly label: string;
  /** Of one measure and one variant, a station each. */
  readonly differences: readonly Difference[];
  /** The largest of them in words, for the legend. */
  readonly largest: string;
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
  return <Sized most={WIDTH}>{(width) => <Drawing {...props} width={width} />}</Sized>;
}

function Drawing(props: DifferenceMapProps & { readonly width: number }) {
  const { scenario, label, ref, width, largest } = props;
  const asked = useGround(scenario);
  const { value: ground } = asked;
  const placed = useMemo(() => ground?.stations.filter(isPlaced) ?? NO_STATIONS, [ground]);
  const projection = useMemo(() => projectionOf(placed, width), [placed, width]);
  const streets = useMemo(
    () => pathOfLines(ground?.streets ?? [], projection),
    [ground, projection],
  );
  if (ground === null) return <TableAwaited asked={asked} of="the map" />;
  const height = projection.height + LEGEND_HEIGHT;
  return (
    <svg
      ref={ref}
      className={css.map}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={label}
    >
      <Hatching />
      <rect className={css.ground} width={width} height={projection.height} rx={6} />
      <path className={css.streets} d={streets} />
      <Dots {...props} placed={placed} projection={projection} />
      <g transform={`translate(0 ${projection.height + 14})`}>
        <DifferenceLegend largest={largest} width={width} />
      </g>
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

function isPlaced(station: Station): station is Placed {
  return station.lon !== null && station.lat !== null;
}
