/** Columns of tables as the API tells them, and as the page shows them. */

import type { Schemas } from "../api/client.ts";
import { csvOf } from "./csv.ts";
import { isNumber, Shown } from "./numbers.ts";
import { titleOf } from "./labels.ts";

export type ApiTable = Schemas["Table"];
export type ApiColumn = Schemas["Column"];
export type Cell = ApiColumn["values"][number];

/** Return the column of a name; undefined where the table has none. */
export function columnOf(table: ApiTable, name: string): ApiColumn | undefined {
  return table.columns.find((one) => one.name === name);
}

/** Return a column's values that are numbers, and null for what is none. */
export function numbersOf(column: ApiColumn): (number | null)[] {
  return column.values.map((value) => (typeof value === "number" ? value : null));
}

/** Is there any number in a column? */
export function isNumeric(column: ApiColumn): boolean {
  return column.values.some((value) => typeof value === "number");
}

/** How a column is written: each number with its half-width, in the unit of its head. */
export interface Written {
  readonly title: string;
  readonly unit: string;
  readonly text: (row: number) => string;
}

/** Return how a column is written. */
export function writtenOf(column: ApiColumn): Written {
  const title = titleOf(column.name);
  if (!isNumeric(column)) {
    return { title, unit: "", text: (row) => textOf(column.values[row]) };
  }
  const values = numbersOf(column);
  const halfWidths = column.half_widths ?? null;
  const shown = Shown.of(column.unit, values, {
    halfWidth: typical(halfWidths),
    tellsSmall: true, // the digits are of most rows, and not of each
  });
  return {
    title,
    unit: shown.unit,
    text: (row) => {
      const half = halfWidths?.[row] ?? null;
      const number = shown.number(values[row]);
      return isNumber(half) ? `${number} ± ${shown.number(half)}` : number;
    },
  };
}

function textOf(value: Cell | undefined): string {
  if (value === null || value === undefined) return "–";
  return typeof value === "boolean" ? (value ? "yes" : "no") : String(value);
}

/** Return the median of the half-widths above nought: it decides the digits of the column. */
function typical(halfWidths: readonly (number | null)[] | null): number | null {
  const some = (halfWidths ?? []).filter(isNumber).filter((half) => half > 0);
  some.sort((a, b) => a - b);
  return some[Math.floor(some.length / 2)] ?? null;
}

/** Return a table as CSV: each column, and its half-widths if it has any. */
export function csvOfTable(table: ApiTable, rows = indexesOf(table)): string {
  const names = table.columns.flatMap(({ name, half_widths: half }) =>
    half === null || half === undefined ? [name] : [name, `${name}_half_width`],
  );
  const cells = rows.map((row) =>
    table.columns.flatMap(({ values, half_widths: half }) => {
      const value = values[row] ?? null;
      return half === null || half === undefined ? [value] : [value, half[row] ?? null];
    }),
  );
  return csvOf(names, cells);
}

/** Return the numbers of a table's rows. */
export function indexesOf({ rows }: ApiTable): readonly number[] {
  return Array.from({ length: rows }, (_, row) => row);
}
