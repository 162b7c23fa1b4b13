/** What came out of a sweep: its variants with their levels, and means with their intervals. */

import { type ApiTable, type Cell, columnOf } from "../ui/columns.ts";

export type Level = string | number | boolean | null;

/** A measure of a variant. */
export interface Outcome {
  readonly variant: number;
  readonly name: string;
  readonly levels: Readonly<Record<string, Level>>;
  readonly measure: string;
  readonly unit: string;
  readonly replications: number;
  readonly mean: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** A measure at a level of a factor, over all variants that have it. */
export interface Effect {
  readonly factor: string;
  readonly level: string;
  readonly from: number | null;
  readonly to: number | null;
  readonly measure: string;
  readonly unit: string;
  readonly variants: number;
  readonly mean: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** A measure at a level of one factor and a level of another. */
export interface Pair {
  readonly factor: string;
  readonly level: string;
  readonly other: string;
  readonly otherLevel: string;
  readonly measure: string;
  readonly unit: string;
  readonly variants: number;
  readonly mean: number | null;
}

/** Return the names of the factors of a sweep, from its table `summary`. */
export function factorsIn(summary: ApiTable): readonly string[] {
  const names = summary.columns.map(({ name }) => name);
  return names.slice(names.indexOf("name") + 1, names.indexOf("measure"));
}

export function outcomesOf(summary: ApiTable): readonly Outcome[] {
  const factors = factorsIn(summary);
  return rowsOf(summary, (row) => ({
    variant: row.number("variant") ?? 0,
    name: row.text("name"),
    levels: Object.fromEntries(factors.map((factor) => [factor, row.cell(factor)])),
    measure: row.text("measure"),
    unit: row.text("unit"),
    replications: row.number("replications") ?? 0,
    mean: row.number("mean"),
    low: row.number("low"),
    high: row.number("high"),
  }));
}

export function effectsOf(mainEffects: ApiTable): readonly Effect[] {
  return rowsOf(mainEffects, (row) => ({
    factor: row.text("factor"),
    level: row.text("level"),
    from: row.number("from"),
    to: row.number("to"),
    measure: row.text("measure"),
    unit: row.text("unit"),
    variants: row.number("variants") ?? 0,
    mean: row.number("mean"),
    low: row.number("low"),
    high: row.number("high"),
  }));
}

export function pairsOf(interactions: ApiTable): readonly Pair[] {
  return rowsOf(interactions, (row) => ({
    factor: row.text("factor"),
    level: row.text("level"),
    other: row.text("other"),
    otherLevel: row.text("other_level"),
    measure: row.text("measure"),
    unit: row.text("unit"),
    variants: row.number("variants") ?? 0,
    mean: row.number("mean"),
  }));
}

/** Return the variants that are at both levels of a pair; levels of many are ranges, "0.8 to 1",
 * and then no variant is told. */
export function variantsAt(outcomes: readonly Outcome[], pair: Pair): readonly number[] {
  const found = outcomes.filter(
    ({ measure, levels }) =>
      measure === pair.measure &&
      String(levels[pair.factor]) === pair.level &&
      String(levels[pair.other]) === pair.otherLevel,
  );
  return found.map(({ variant }) => variant);
}

interface Row {
  readonly cell: (name: string) => Level;
  readonly number: (name: string) => number | null;
  readonly text: (name: string) => string;
}

function rowsOf<T>(table: ApiTable, read: (row: Row) => T): readonly T[] {
  const columns = new Map<string, readonly Cell[]>();
  const cellsOf = (name: string) => {
    const found = columns.get(name) ?? columnOf(table, name)?.values ?? [];
    columns.set(name, found);
    return found;
  };
  return Array.from({ length: table.rows }, (_, at) => {
    const cell = (name: string) => cellsOf(name)[at] ?? null;
    return read({
      cell,
      number: (name) => {
        const value = cell(name);
        return typeof value === "number" ? value : null;
      },
      text: (name) => String(cell(name) ?? ""),
    });
  });
}
