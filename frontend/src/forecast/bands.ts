/** Bands of a forecast, as its tables tell them. */

import { type ApiTable, columnOf } from "../ui/columns.ts";

export const QUANTILES = ["q05", "q25", "q50", "q75", "q95"] as const;
export type Quantile = (typeof QUANTILES)[number];

export type Slot = Readonly<Record<Quantile, number>> & {
  readonly begin_s: number;
  readonly end_s: number;
};

export interface Measure {
  readonly name: string;
  readonly label: string;
  readonly unit: string;
  /** Said of the end of each slot; else of the whole slot. */
  readonly isLevel: boolean;
  readonly meaning: string;
}

export const MEASURES: readonly Measure[] = [
  {
    name: "ready",
    label: "Ready batteries",
    unit: "batteries",
    isLevel: true,
    meaning: "At the end of each quarter of an hour, claimed ones included",
  },
  {
    name: "queue",
    label: "Vehicles in line",
    unit: "vehicles",
    isLevel: true,
    meaning: "At the end of each quarter of an hour",
  },
  {
    name: "swaps",
    label: "Swaps",
    unit: "swaps",
    isLevel: false,
    meaning: "That end in each quarter of an hour",
  },
  {
    name: "lost",
    label: "Vehicles lost",
    unit: "vehicles",
    isLevel: false,
    meaning: "In each quarter of an hour, for any reason",
  },
  {
    name: "power_kw",
    label: "Power",
    unit: "kW",
    isLevel: false,
    meaning: "Drawn by all chargers, mean over each quarter of an hour",
  },
];

/** Return the slots of a measure, in the order of their times.
 *
 * @param station id of the station that is meant; null where the table is of all together.
 */
export function slotsOf(table: ApiTable, measure: string, station: string | null): readonly Slot[] {
  const names = columnOf(table, "measure")?.values ?? [];
  const stations = station === null ? null : (columnOf(table, "station")?.values ?? []);
  const numbers = (name: string) => columnOf(table, name)?.values ?? [];
  const columns = ["begin_s", "end_s", ...QUANTILES].map((name) => [name, numbers(name)] as const);
  const slots: Slot[] = [];
  for (let row = 0; row < table.rows; row += 1) {
    if (names[row] !== measure || (stations !== null && stations[row] !== station)) continue;
    const slot: Record<string, number> = {};
    for (const [name, values] of columns) slot[name] = Number(values[row]);
    slots.push(slot as unknown as Slot);
  }
  return slots.sort((a, b) => a.begin_s - b.begin_s);
}

/** Return the ids of the stations that a table has rows of. */
export function stationsIn(table: ApiTable): ReadonlySet<string> {
  return new Set((columnOf(table, "station")?.values ?? []).map(String));
}
