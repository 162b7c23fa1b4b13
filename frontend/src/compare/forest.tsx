import type { Ref } from "react";

import { ticksOf, tickText } from "../charts/ticks.ts";
import { verdictOf } from "../levers/verdict.ts";
import css from "./forest.module.css";

/** A line of the plot: a difference and its interval, both in the unit of the axis. */
export interface ForestRow {
  readonly key: string;
  readonly label: string;
  readonly measure: string;
  readonly middle: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** In words, with its unit. */
  readonly text: string;
}

interface ForestProps {
  readonly label: string;
  /** What the axis counts, with its unit. */
  readonly axis: string;
  readonly rows: readonly ForestRow[];
  readonly ref?: Ref<SVGSVGElement>;
}

const WIDTH = 900;
const [LEFT, RIGHT] = [190, 250];
const [ROW, TOP, BOTTOM] = [28, 8, 44];
const MARGIN = 0.06; // of the axis, beyond the outermost

/** Differences under each other on one axis: those whose interval leaves nought out are sure. */
export function Forest({ label, axis, rows, ref }: ForestProps) {
  const { low, high, at } = scaleOf(rows);
  const height = TOP + rows.length * ROW + BOTTOM;
  const foot = height - BOTTOM;
  return (
    <svg
      ref={ref}
      className={css.forest}
      viewBox={`0 0 ${WIDTH} ${height}`}
      role="img"
      aria-label={label}
    >
      {ticksOf(low, high).map((tick) => (
        <g key={tick}>
          <line className={css.grid} x1={at(tick)} x2={at(tick)} y1={TOP} y2={foot} />
          <text className={css.tick} x={at(tick)} y={foot + 16} textAnchor="middle">
            {tickText(tick)}
          </text>
        </g>
      ))}
      <line className={css.nought} x1={at(0)} x2={at(0)} y1={TOP} y2={foot} />
      <text className={css.tick} x={(LEFT + WIDTH - RIGHT) / 2} y={height - 8} textAnchor="middle">
        {axis}
      </text>
      {rows.map((row, i) => (
        <Row key={row.key} row={row} y={TOP + (i + 0.5) * ROW} at={at} />
      ))}
    </svg>
  );
}

interface RowProps {
  readonly row: ForestRow;
  readonly y: number;
  readonly at: (value: number) => number;
}

function Row({ row: { label, measure, middle, low, high, text }, y, at }: RowProps) {
  const verdict = verdictOf(measure, low, high);
  const isSure = verdict !== "unclear" && verdict !== "unknown" && verdict !== "none";
  return (
    <g className={css[verdict]}>
      <text className={css.label} x={LEFT - 12} y={y + 4} textAnchor="end">
        {label}
      </text>
      {low === null || high === null ? null : (
        <line className={css.interval} x1={at(low)} x2={at(high)} y1={y} y2={y} />
      )}
      {middle === null ? null : (
        <rect
          className={isSure ? css.sure : css.unsure}
          x={at(middle) - 4.5}
          y={y - 4.5}
          width={9}
          height={9}
        />
      )}
      <text className={css.text} x={WIDTH - RIGHT + 12} y={y + 4}>
        {text}
      </text>
    </g>
  );
}

/** Return the ends of the axis, nought between them, and where values are on it. */
export function scaleOf(rows: readonly Pick<ForestRow, "middle" | "low" | "high">[]): {
  low: number;
  high: number;
  at: (value: number) => number;
} {
  const values = rows.flatMap(({ middle, low, high }) => [middle, low, high]);
  const known = values.filter((value) => value !== null);
  const [least, most] = [Math.min(0, ...known), Math.max(0, ...known)];
  const margin = MARGIN * (most - least) || 1;
  const [low, high] = [least - margin, most + margin];
  const across = WIDTH - LEFT - RIGHT;
  return { low, high, at: (value) => LEFT + (across * (value - low)) / (high - low) };
}
