import type { Ref } from "react";

import { fitted, widthOf } from "../charts/fitted.ts";
import { Sized } from "../charts/sized.tsx";
import { ticksOf, tickText } from "../charts/ticks.ts";
import { verdictOf } from "../levers/verdict.ts";
import css from "./forest.module.css";
import { type Layout, layoutOf, scaleOf } from "./forest_layout.ts";

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

const [TOP, BOTTOM] = [8, 44];
const LETTERS = 13; // px

/** Differences under each other on one axis: those whose interval leaves nought out are sure. */
export function Forest(props: ForestProps) {
  return <Sized>{(width) => <Drawing {...props} width={width} />}</Sized>;
}

function Drawing({ label, axis, rows, ref, width }: ForestProps & { readonly width: number }) {
  const layout = layoutOf(width, Math.max(0, ...rows.map(({ text }) => widthOf(text, LETTERS))));
  const { low, high, at } = scaleOf(rows, layout);
  const height = TOP + rows.length * layout.row + BOTTOM;
  const foot = height - BOTTOM;
  return (
    <svg
      ref={ref}
      className={css.forest}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="img"
      aria-label={label}
    >
      {ticksOf(low, high, layout.ticks).map((tick) => (
        <g key={tick}>
          <line className={css.grid} x1={at(tick)} x2={at(tick)} y1={TOP} y2={foot} />
          <text className={css.tick} x={at(tick)} y={foot + 16} textAnchor="middle">
            {tickText(tick)}
          </text>
        </g>
      ))}
      <line className={css.nought} x1={at(0)} x2={at(0)} y1={TOP} y2={foot} />
      <text
        className={css.tick}
        x={(layout.from + layout.to) / 2}
        y={height - 8}
        textAnchor="middle"
      >
        {axis}
      </text>
      {rows.map((row, i) => (
        <Row key={row.key} row={row} top={TOP + i * layout.row} at={at} layout={layout} />
      ))}
    </svg>
  );
}

interface RowProps {
  readonly row: ForestRow;
  readonly top: number;
  readonly at: (value: number) => number;
  readonly layout: Layout;
}

function Row({ row: { label, measure, middle, low, high, text }, top, at, layout }: RowProps) {
  const verdict = verdictOf(measure, low, high);
  const isSure = verdict !== "unclear" && verdict !== "unknown" && verdict !== "none";
  const y = top + layout.bar;
  const name = fitted(label, layout.labelWidth, LETTERS);
  return (
    <g className={css[verdict]}>
      <text className={css.label} {...layout.label(top)}>
        {name === label ? null : <title>{label}</title>}
        {name}
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
      <text className={css.text} {...layout.text(top)}>
        {text}
      </text>
    </g>
  );
}
