/** Paired differences as the tables of a comparison tell them. */

import { columnOf, type ApiTable, type Cell } from "../ui/columns.ts";

export interface Difference {
  /** Number of the variant; the base is 0, and has none. */
  readonly variant: number;
  readonly name: string;
  /** Region, hour or station that it is about; empty for the network. */
  readonly place: string;
  readonly measure: string;
  readonly unit: string;
  readonly replications: number;
  readonly base: number | null;
  readonly value: number | null;
  readonly difference: number | null;
  /** Ends of the interval that holds for all variants at once. */
  readonly low: number | null;
  readonly high: number | null;
  readonly relative: number | null;
  readonly relativeLow: number | null;
  readonly relativeHigh: number | null;
  /** How many times as many runs the same interval would take without common random numbers. */
  readonly varianceReduction: number | null;
}

const PLACES = ["region", "hour", "station"] as const;

/** Return the rows of a table of differences. */
export function differencesOf(table: ApiTable): readonly Difference[] {
  const column = (name: string) => columnOf(table, name)?.values ?? [];
  const place = PLACES.map(column).find((values) => values.length > 0) ?? [];
  const named = (name: string) => {
    const values = column(name);
    return (row: number) => numberIn(values[row]);
  };
  const number = {
    variant: named("variant"),
    replications: named("replications"),
    base: named("base"),
    value: named("value"),
    difference: named("difference"),
    low: named("low"),
    high: named("high"),
    relative: named("relative"),
    relativeLow: named("relative_low"),
    relativeHigh: named("relative_high"),
    varianceReduction: named("variance_reduction"),
  };
  const [names, measures, units] = [column("name"), column("measure"), column("unit")];
  return Array.from({ length: table.rows }, (_, row) => ({
    variant: number.variant(row) ?? 0,
    name: textIn(names[row]),
    place: textIn(place[row]),
    measure: textIn(measures[row]),
    unit: textIn(units[row]),
    replications: number.replications(row) ?? 0,
    base: number.base(row),
    value: number.value(row),
    difference: number.difference(row),
    low: number.low(row),
    high: number.high(row),
    relative: number.relative(row),
    relativeLow: number.relativeLow(row),
    relativeHigh: number.relativeHigh(row),
    varianceReduction: number.varianceReduction(row),
  }));
}

/** Return half the width of a difference's interval; null where it has none. */
export function halfWidthOf({ low, high }: Pick<Difference, "low" | "high">): number | null {
  return low === null || high === null ? null : (high - low) / 2;
}

/** Return the variants of differences, by their numbers. */
export function variantsIn(differences: readonly Difference[]): ReadonlyMap<number, string> {
  return new Map(differences.map(({ variant, name }) => [variant, name]));
}

/** Return the measures of differences, in their order. */
export function measuresIn(
  differences: readonly { readonly measure: string }[],
): readonly string[] {
  return [...new Set(differences.map(({ measure }) => measure))];
}

function numberIn(cell: Cell | undefined): number | null {
  return typeof cell === "number" ? cell : null;
}

function textIn(cell: Cell | undefined): string {
  return cell === null || cell === undefined ? "" : String(cell);
}
