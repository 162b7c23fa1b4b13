import type { Ref } from "react";

import { isNumber, Shown } from "../ui/numbers.ts";
import type { Pair } from "./cells.ts";
import css from "./heat_map.module.css";
import { HeatScale, SCALE_HEIGHT } from "./heat_scale.tsx";
import { levelText } from "./level_text.ts";
import { inkOn, sequentialColour } from "./sequential.ts";

interface HeatMapProps {
  readonly label: string;
  /** Of one measure and two factors: `factor` goes up, `other` along. */
  readonly pairs: readonly Pair[];
  /** What is done with levels of each factor: `+=`. */
  readonly operations: ReadonlyMap<string, string>;
  /** Returns the half-width of the interval of what a cell stands for; null where there is none. */
  readonly halfOf: (pair: Pair) => number | null;
  /** Returns how to open what a cell stands for; null where it stands for several variants. */
  readonly opening: (pair: Pair) => (() => void) | null;
  readonly ref?: Ref<SVGSVGElement>;
}

const [CELL_WIDTH, CELL_HEIGHT] = [96, 48];
const [LEFT, TOP, BOTTOM] = [140, 8, 52];
const [LEAST, MOST] = [0.75, 1.25]; // of that size; what is wider than a phone is scrolled

/** A measure over the levels of two factors; pressing a cell opens its run. */
export function HeatMap(props: HeatMapProps) {
  const { label, pairs, operations, ref } = props;
  const rows = levelsOf(pairs, "level");
  const columns = levelsOf(pairs, "otherLevel");
  const width = LEFT + columns.length * CELL_WIDTH + 8;
  const foot = TOP + rows.length * CELL_HEIGHT;
  const places: Places = {
    yOf: (level) => foot - (rows.indexOf(level) + 1) * CELL_HEIGHT,
    xOf: (level) => LEFT + columns.indexOf(level) * CELL_WIDTH,
    said: (factor, level) => levelText(operations.get(factor) ?? "=", level),
  };
  return (
    <div className={css.box}>
      <svg
        ref={ref}
        className={css.map}
        viewBox={`0 0 ${width} ${foot + BOTTOM + SCALE_HEIGHT}`}
        style={{ minWidth: width * LEAST, maxWidth: width * MOST }}
        aria-label={label}
        role="group"
      >
        <Cells {...props} {...places} />
        <Axes {...places} first={pairs[0]} rows={rows} columns={columns} foot={foot} />
        <g transform={`translate(${LEFT} ${foot + BOTTOM})`}>
          <HeatScale pairs={pairs} width={width - LEFT - 8} />
        </g>
      </svg>
    </div>
  );
}

/** Where levels stand, and how they are written. */
interface Places {
  readonly xOf: (level: string) => number;
  readonly yOf: (level: string) => number;
  readonly said: (factor: string, level: string) => string;
}

interface AxesProps extends Places {
  /** Tells the factors. */
  readonly first: Pair | undefined;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** Where the lowest row ends. */
  readonly foot: number;
}

function Axes({ first, rows, columns, foot, xOf, yOf, said }: AxesProps) {
  const [up, along] = [first?.factor ?? "", first?.other ?? ""];
  return (
    <>
      {rows.map((level) => (
        <Label key={level} x={LEFT - 10} y={yOf(level) + 28} anchor="end" text={said(up, level)} />
      ))}
      {columns.map((level) => (
        <Label
          key={level}
          x={xOf(level) + CELL_WIDTH / 2}
          y={foot + 18}
          text={said(along, level)}
        />
      ))}
      <text className={css.axis} x={4} y={TOP + 12}>
        {up}
      </text>
      <text className={css.axis} x={LEFT} y={foot + 42}>
        {along}
      </text>
    </>
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

type CellsProps = Places & Pick<HeatMapProps, "pairs" | "halfOf" | "opening">;

function Cells({ pairs, halfOf, opening, xOf, yOf, said }: CellsProps) {
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
      certainty={certaintyOf(halfOf(pair), shown)}
      place={`${pair.factor} ${said(pair.factor, pair.level)}, ${pair.other} ${said(pair.other, pair.otherLevel)}`}
      open={opening(pair)}
    />
  ));
}

function certaintyOf(half: number | null, shown: Shown): string {
  return isNumber(half) ? `± ${shown.forError(half).number(half)}` : "";
}

interface CellProps {
  readonly pair: Pair;
  readonly x: number;
  readonly y: number;
  readonly part: number;
  readonly text: string;
  /** How sure it is: `± 0.3`; empty where that is not known. */
  readonly certainty: string;
  /** Its levels, in words. */
  readonly place: string;
  readonly open: (() => void) | null;
}

function Cell({ pair, x, y, part, text, certainty, place, open }: CellProps) {
  const { mean, variants } = pair;
  const sure = certainty === "" ? "" : ` ${certainty}, 95 %`;
  const of = variants > 1 ? `, mean of ${variants} variants` : sure;
  const isOpenable = open !== null;
  const press = (event: React.KeyboardEvent) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    open?.();
  };
  const middle = x + CELL_WIDTH / 2;
  const ink = mean === null ? "currentcolor" : inkOn(part);
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
      <text textAnchor="middle" fill={ink}>
        <tspan x={middle} y={y + (certainty === "" ? 29 : 22)}>
          {text}
        </tspan>{" "}
        <tspan x={middle} y={y + 38} className={css.certainty}>
          {certainty}
        </tspan>
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
