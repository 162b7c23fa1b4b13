/** What stations are coloured and raised by. */

import type { StationColumns } from "../live/layout.ts";

export const MEASURES = ["ready", "queue", "lost", "load", "power", "charging"] as const;
export type MeasureName = (typeof MEASURES)[number];

export interface Measure {
  readonly label: string;
  readonly unit: string;
  readonly meaning: string;
  /** What a station is like that stands high and red. */
  readonly worst: string;
  /** Whether little is bad: such a measure runs the other way along the ramp. */
  readonly isScarce: boolean;
  /** Of a station, by its number; NaN where it has none. */
  readonly of: (stations: StationColumns, row: number) => number;
  /** What a station is like that has none. */
  readonly without?: string;
  /** The least upper end of the scale, so that one vehicle more is no alarm; or the end that it
   * always has. */
  readonly leastHigh: number;
  readonly isHighFixed?: boolean;
}

export const MEASURE: Readonly<Record<MeasureName, Measure>> = {
  ready: {
    label: "Ready batteries",
    unit: "batteries",
    meaning: "Batteries that may be handed out now.",
    worst: "hardly a battery ready",
    isScarce: true,
    of: ({ ready }, row) => ready[row] ?? NaN,
    leastHigh: 3,
  },
  queue: {
    label: "Queue",
    unit: "vehicles",
    meaning: "Vehicles in line for a bay or a battery now.",
    worst: "a long queue",
    isScarce: false,
    of: ({ queue }, row) => queue[row] ?? NaN,
    leastHigh: 5,
  },
  lost: {
    label: "Lost",
    unit: "vehicles",
    meaning: "Vehicles that left without a swap, since the start.",
    worst: "many vehicles lost",
    isScarce: false,
    of: ({ lost }, row) => lost[row] ?? NaN,
    leastHigh: 5,
  },
  load: {
    label: "Power against limit",
    unit: "%",
    meaning: "Of the power that its grid limit allows, how much a station draws now.",
    worst: "close to its grid limit",
    isScarce: false,
    of: ({ power_kw, limit_kw }, row) => 100 * partOfLimit(power_kw[row], limit_kw[row]),
    without: "no grid limit",
    leastHigh: 100,
    isHighFixed: true,
  },
  power: {
    label: "Power",
    unit: "kW",
    meaning: "Drawn from the grid by all chargers of a station now.",
    worst: "much power drawn",
    isScarce: false,
    of: ({ power_kw }, row) => power_kw[row] ?? NaN,
    leastHigh: 50,
  },
  charging: {
    label: "Charging",
    unit: "batteries",
    meaning: "Batteries on chargers that are not ready.",
    worst: "many batteries not ready",
    isScarce: false,
    of: ({ charging }, row) => charging[row] ?? NaN,
    leastHigh: 5,
  },
};

/** Returns how much of a limit a power is, from 0 to 1; NaN without a limit. Where nothing may be
 * drawn, all of that is. */
export function partOfLimit(power = NaN, limit = Infinity): number {
  if (limit === Infinity) return NaN;
  return limit > 0 ? Math.min(1, power / limit) : 1;
}

/** Returns the upper end of a scale: a round number that nearly all values are below; of what is
 * scarce one that half of them are, as more than enough is no more than that. */
export function highOf(measure: Measure, stations: StationColumns): number {
  if (measure.isHighFixed === true) return measure.leastHigh;
  const sorted = valuesOf(measure, stations).sort();
  const part = measure.isScarce ? 0.5 : 0.98;
  const most = sorted[Math.floor(part * (sorted.length - 1))] ?? 0;
  return Math.max(measure.leastHigh, roundUp(most));
}

/** Returns the value of each station that has one. */
function valuesOf(measure: Measure, stations: StationColumns): Float64Array {
  const values = new Float64Array(stations.row.length);
  let known = 0;
  for (let row = 0; row < values.length; row += 1) {
    const value = measure.of(stations, row);
    if (Number.isNaN(value)) continue;
    values[known] = value;
    known += 1;
  }
  return values.subarray(0, known);
}

/** Returns how bad a value is: 0 is well, 1 is as bad as the scale goes. */
export function badness({ isScarce }: Measure, value: number, high: number): number {
  const part = Math.min(1, value / high);
  return isScarce ? 1 - part : part;
}

/** Returns the next of 1, 2, 5, 10, 20, 50, ... */
export function roundUp(value: number): number {
  if (!(value > 0)) return 0;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 5, 10].find((one) => one * power >= value * (1 - 1e-12));
  return (step ?? 10) * power;
}
