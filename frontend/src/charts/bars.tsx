import { type ReactNode, type Ref, useRef } from "react";

import { isNumber, type Maybe, Shown } from "../ui/numbers.ts";
import css from "./bars.module.css";
import { Figure } from "./figure.tsx";
import { fitted, widthOf } from "./fitted.ts";
import { Sized } from "./sized.tsx";

interface Bar {
  readonly name: string;
  readonly value: Maybe;
  /** Half of its 95 % interval. */
  readonly half: Maybe;
}

interface BarsProps {
  readonly title: string;
  /** As the API tells it. */
  readonly unit: string;
  readonly rows: readonly Bar[];
  /** Name of its files, without their endings. */
  readonly file: string;
  /** The table behind it, and as CSV. */
  readonly table: ReactNode;
  readonly csv: () => string;
}

/** A few values as bars with their intervals, each with its number beside it. */
export function Bars({ title, unit, rows, ...rest }: BarsProps) {
  const drawing = useRef<SVGSVGElement>(null);
  const values = rows.map((row) => row.value);
  const shown = Shown.of(unit, values);
  const heading = shown.unit === "" ? title : `${title} [${shown.unit}]`;
  const picture = (
    <Sized most={1400}>
      {(width) => <Drawing ref={drawing} label={heading} rows={rows} shown={shown} width={width} />}
    </Sized>
  );
  return <Figure title={heading} drawing={drawing} picture={picture} {...rest} />;
}

interface DrawingProps extends RowsProps {
  readonly label: string;
  readonly ref: Ref<SVGSVGElement>;
}

function Drawing({ label, ref, ...rest }: DrawingProps) {
  const { rows, width } = rest;
  const height = rows.length * (width < WIDE ? ROW.under : ROW.beside) + 4;
  return (
    <svg
      ref={ref}
      className={css.bars}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="img"
      aria-label={label}
    >
      <Rows {...rest} />
    </svg>
  );
}

const WIDE = 560; // from here on there is room beside the bars
const ROW = { beside: 22, under: 40 };
const BAR = 13;
const LETTERS = 13;
const [NAME, VALUE] = [190, 130]; // room for them, beside the bars

interface RowsProps {
  readonly rows: readonly Bar[];
  readonly shown: Shown;
  readonly width: number;
}

function Rows({ rows, shown, width }: RowsProps) {
  const isWide = width >= WIDE;
  const room = Math.min(NAME, Math.max(...rows.map(({ name }) => widthOf(name, LETTERS)), 0) + 20);
  const [from, to] = isWide ? [room, width - VALUE] : [0, width];
  const { at, nought } = scaleOf(rows, from, to);
  return rows.map((row, i) => {
    const top = i * (isWide ? ROW.beside : ROW.under);
    const y = top + (isWide ? 4 : 22);
    const text = top + 15;
    return (
      <g key={row.name}>
        <text
          className={css.name}
          x={isWide ? room - 10 : 0}
          y={text}
          textAnchor={isWide ? "end" : "start"}
        >
          {fitted(row.name, isWide ? room - 10 : width - VALUE, LETTERS)}
        </text>
        <Track {...row} at={at} nought={nought} y={y} />
        <text className={css.value} x={width} y={text} textAnchor="end">
          {valueText(row, shown)}
        </text>
      </g>
    );
  });
}

interface TrackProps extends Bar {
  readonly at: (value: number) => number;
  readonly nought: number;
  readonly y: number;
}

/** A bar from nought to the value, and its interval. */
function Track({ value, half, at, nought, y }: TrackProps) {
  if (!isNumber(value)) return null;
  const end = at(value);
  const middle = y + BAR / 2;
  return (
    <>
      <rect
        className={css.bar}
        x={Math.min(nought, end)}
        y={y}
        width={Math.abs(end - nought)}
        height={BAR}
        rx={2}
      />
      {isNumber(half) && half > 0 ? (
        <line
          className={css.whisker}
          x1={at(value - half)}
          x2={at(value + half)}
          y1={middle}
          y2={middle}
        />
      ) : null}
    </>
  );
}

/** Return where values are: nought and the ends of all intervals are within. */
function scaleOf(rows: readonly Bar[], from: number, to: number) {
  const ends = rows.flatMap(({ value, half }) =>
    isNumber(value) ? [value - (half ?? 0), value + (half ?? 0)] : [],
  );
  // What cannot be less than nought is not drawn below it, though its interval may reach there.
  const values = rows.map(({ value }) => value).filter(isNumber);
  const low = Math.min(...values, 0) < 0 ? Math.min(0, ...ends) : 0;
  const high = Math.max(0, ...ends);
  const span = high - low || 1;
  const at = (value: number) => from + ((to - from) * (Math.max(value, low) - low)) / span;
  return { at, nought: at(0) };
}

function valueText({ value, half }: Bar, shown: Shown): string {
  const number = shown.number(value);
  return isNumber(value) && isNumber(half) ? `${number} ± ${shown.number(half)}` : number;
}
