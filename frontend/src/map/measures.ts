/** What stations are coloured and raised by. */

import type { StationColumns } from "../live/layout.ts";

export const MEASURES = ["ready", "queue", "lost", "power", "charging"] as const;
export type MeasureName = (typeof MEASURES)[number];

export interface Measure {
  readonly label: string;
  readonly unit: string;
  readonly meaning: string;
  /** Whether little is bad: such a measure runs the other way along the ramp. */
  readonly isScarce: boolean;
  readonly of: (stations: StationColumns) => ArrayLike<number>;
  /** The least upper end of the scale, so that one vehicle more is no alarm. */
  readonly leastHigh: number;
}

export const MEASURE: Readonly<Record<MeasureName, Measure>> = {
  ready: {
    label: "Ready batteries",
    unit: "batteries",
    meaning: "that may be handed out now",
    isScarce: true,
    of: ({ ready }) => ready,
    leastHigh: 3,
  },
  queue: {
    label: "Queue",
    unit: "vehicles",
    meaning: "in line for a bay or a battery now",
    isScarce: false,
    of: ({ queue }) => queue,
    leastHigh: 5,
  },
  lost: {
    label: "Lost",
    unit: "vehicles",
    meaning: "that left without a swap, since the start",
    isScarce: false,
    of: ({ lost }) => lost,
    leastHigh: 5,
  },
  power: {
    label: "Power",
    unit: "kW",
    meaning: "drawn from the grid by all chargers now",
    isScarce: false,
    of: ({ power_kw }) => power_kw,
    leastHigh: 50,
  },
  charging: {
    label: "Charging",
    unit: "batteries",
    meaning: "on chargers and not ready",
    isScarce: false,
    of: ({ charging }) => charging,
    leastHigh: 5,
  },
};

/** Returns the upper end of a scale: a round number that nearly all values are below; of what is
 * scarce one that half of them are, as more than enough is no more than that. */
export function highOf(measure: Measure, stations: StationColumns): number {
  const sorted = Float64Array.from(measure.of(stations)).sort();
  const part = measure.isScarce ? 0.5 : 0.98;
  const most = sorted[Math.floor(part * (sorted.length - 1))] ?? 0;
  return Math.max(measure.leastHigh, roundUp(most));
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
