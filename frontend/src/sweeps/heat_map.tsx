import type { Ref } from "react";

import { Shown } from "../ui/numbers.ts";
import type { Pair } from "./cells.ts";
import css from "./heat_map.module.css";
import { inkOn, sequentialColour } from "./sequential.ts";

interface HeatMapProps {
  readonly label: string;
  /** Of one measure and two factors: `factor` goes up, `other` along. */
  readonly pairs: readonly Pair[];
  /** Returns the interval of what a cell stands for, in words; null where that are several variants. */
  readonly intervalOf: ((pair: Pair) => string) | null;
  /** Returns how to open what a cell stands for; null where it stands for several variants. */
  readonly opening: (pair: Pair) => (() => void) | null;
  readonly ref?: Ref<SVGSVGElement>;
}

const [CELL_WIDTH, CELL_HEIGHT] = [96, 44];
const [LEFT, TOP, BOTTOM] = [140, 8, 52];
const [LEAST, MOST] = [0.75, 1.25]; // of that size; what is wider than a phone is scrolled

/** A measure over the levels of two factors; pressing a cell opens its run. */
export function HeatMap({ label, pairs, intervalOf, opening, ref }: HeatMapProps) {
  const rows = levelsOf(pairs, "level");
  const columns = levelsOf(pairs, "otherLevel");
  const width = LEFT + columns.length * CELL_WIDTH + 8;
  const foot = TOP + rows.length * CELL_HEIGHT;
  const yOf = (level: string) => foot - (rows.indexOf(level) + 1) * CELL_HEIGHT;
  const xOf = (level: string) => LEFT + columns.indexOf(level) * CELL_WIDTH;
  const [first] = pairs;
  return (
    <div className={css.box}>
      <svg
        ref={ref}
        className={css.map}
        viewBox={`0 0 ${width} ${foot + BOTTOM}`}
        style={{ minWidth: width * LEAST, maxWidth: width * MOST }}
        aria-label={label}
        role="group"
      >
        <Cells pairs={pairs} xOf={xOf} yOf={yOf} intervalOf={intervalOf} opening={opening} />
        {rows.map((level) => (
          <Label key={level} x={LEFT - 10} y={yOf(level) + 26} anchor="end" text={level} />
        ))}
        {columns.map((level) => (
          <Label key={level} x={xOf(level) + CELL_WIDTH / 2} y={foot + 18} text={level} />
        ))}
        <text className={css.axis} x={4} y={TOP + 12}>
          {first?.factor}
        </text>
        <text className={css.axis} x={LEFT} y={foot + 42}>
          {first?.other}
        </text>
      </svg>
    </div>
  );
}

interface LabelProps {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly anchor?: "middle" | "end";
}

function Label({ x, y, text, anchor = "middle" }: LabelProps) {
  return (
    <text className={css.level} x={x} y={y} textAnchor={anchor}>
      {text}
    </text>
  );
}

interface CellsProps extends Pick<HeatMapProps, "pairs" | "intervalOf" | "opening"> {
  readonly xOf: (level: string) => number;
  readonly yOf: (level: string) => number;
}

function Cells({ pairs, intervalOf, opening, xOf, yOf }: CellsProps) {
  const means = pairs.map(({ mean }) => mean);
  const known = means.filter((mean) => mean !== null);
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const shown = Shown.of(pairs[0]?.unit ?? "", means);
  return pairs.map((pair) => (
    <Cell
      key={`${pair.level} ${pair.otherLevel}`}
      pair={pair}
      x={xOf(pair.otherLevel)}
      y={yOf(pair.level)}
      part={most > least ? ((pair.mean ?? least) - least) / (most - least) : 0}
      text={shown.text(pair.mean)}
      certainty={intervalOf === null ? "" : `, 95 %: ${intervalOf(pair)}`}
      open={opening(pair)}
    />
  ));
}

interface CellProps {
  readonly pair: Pair;
  readonly x: number;
  readonly y: number;
  readonly part: number;
  readonly text: string;
  /** How sure it is, in words. */
  readonly certainty: string;
  readonly open: (() => void) | null;
}

function Cell({ pair, x, y, part, text, certainty, open }: CellProps) {
  const { factor, level, other, otherLevel, mean, variants } = pair;
  const place = `${factor} ${level}, ${other} ${otherLevel}`;
  const of = variants > 1 ? `, mean of ${variants} variants` : certainty;
  const isOpenable = open !== null;
  const press = (event: React.KeyboardEvent) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    open?.();
  };
  return (
    <g
      className={isOpenable ? css.open : undefined}
      {...(isOpenable ? { role: "button", tabIndex: 0, onClick: open, onKeyDown: press } : {})}
      aria-label={`${place}: ${text}${of}${isOpenable ? "; open its run" : ""}`}
    >
      <title>{`${place}: ${text}${of}`}</title>
      <rect
        x={x + 1}
        y={y + 1}
        width={CELL_WIDTH - 2}
        height={CELL_HEIGHT - 2}
        rx={3}
        className={mean === null ? css.none : undefined}
        {...(mean === null ? {} : { fill: sequentialColour(part) })}
      />
      <text
        x={x + CELL_WIDTH / 2}
        y={y + CELL_HEIGHT / 2 + 5}
        textAnchor="middle"
        fill={mean === null ? "currentcolor" : inkOn(part)}
      >
        {text}
      </text>
    </g>
  );
}

/** Return levels in their order: numbers by their size, others as they come. */
export function levelsOf(pairs: readonly Pair[], which: "level" | "otherLevel"): readonly string[] {
  const all = [...new Set(pairs.map((pair) => pair[which]))];
  const areNumbers = all.every((level) => Number.isFinite(Number(level)));
  return areNumbers ? all.sort((a, b) => Number(a) - Number(b)) : all;
}
