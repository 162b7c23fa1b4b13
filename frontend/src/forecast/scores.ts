/** Scores of forecasts, as the tables of the API tell them. */

import { type ApiTable, columnOf } from "../ui/columns.ts";

export interface Score {
  readonly measure: string;
  readonly station: string | null;
  /** From how long before, to how long before [h]; null where all are together. */
  readonly lead: readonly [number, number] | null;
  /** How many comparisons; where there are none, nothing else is known. */
  readonly n: number;
  readonly held50: number | null;
  readonly held90: number | null;
  readonly skill: number | null;
}

export function scoresIn(table: ApiTable): readonly Score[] {
  const cell = (name: string, row: number) => columnOf(table, name)?.values[row] ?? null;
  const number = (name: string, row: number) => {
    const value = cell(name, row);
    return typeof value === "number" ? value : null;
  };
  return Array.from({ length: table.rows }, (_, row) => {
    const [from, to] = [number("lead_from_h", row), number("lead_to_h", row)];
    const station = cell("station", row);
    return {
      measure: String(cell("measure", row)),
      station: typeof station === "string" ? station : null,
      lead: from === null || to === null ? null : ([from, to] as const),
      n: number("n", row) ?? 0,
      held50: number("coverage_50", row),
      held90: number("coverage_90", row),
      skill: number("skill", row),
    };
  });
}

/** Return how long before something was forecast: `15 to 30 min before`, `1 to 2 h before`. */
export function leadText([from, to]: readonly [number, number]): string {
  return to < 1 ? `${60 * from} to ${60 * to} min before` : `${from} to ${to} h before`;
}
