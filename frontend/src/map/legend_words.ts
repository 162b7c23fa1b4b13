/** What the colours of the map mean, in the words that the legend and a saved picture have. */

import { count, NONE } from "../ui/numbers.ts";
import { MEASURE, type MeasureName } from "./measures.ts";
import type { Colour, Palette, VehicleState } from "./palette.ts";

export interface Scale {
  readonly title: string;
  /** From left to right. */
  readonly colours: readonly Colour[];
  /** Values at both ends, the upper one with its unit. */
  readonly low: string;
  readonly high: string;
  readonly meaning: string;
  /** How a column is read. */
  readonly reading: string;
}

/** Returns the scale of a measure that goes up to some value, or that is not known yet. */
export function scaleOf(name: MeasureName, high: number | null, { ramp }: Palette): Scale {
  const { label, unit, meaning, worst, isScarce, isHighFixed = false } = MEASURE[name];
  return {
    title: label,
    colours: isScarce ? [...ramp].reverse() : ramp,
    low: "0",
    high: high === null ? NONE : `${count(high)} ${unit}${isHighFixed ? "" : " or more"}`,
    meaning,
    reading: `Red and tall: ${worst}.`,
  };
}

/** Signs on columns that stand for themselves, whatever the measure. */
export const MARKS = ["empty", "closed", "without"] as const;
export type Mark = (typeof MARKS)[number];

/** Returns what the signs mean that the map may show of a measure. */
export function marksOf(name: MeasureName): readonly (readonly [Mark, string])[] {
  const { without } = MEASURE[name];
  return [
    ["empty", "no battery ready"],
    ["closed", "closed"],
    ...(without === undefined ? [] : [["without", without] as const]),
  ];
}

export const STATE_LABEL: Readonly<Record<VehicleState, string>> = {
  driving: "driving",
  seeking: "driving to a station",
  waiting: "waiting at a station",
  served: "swapping",
  lost: "left without a swap, or stranded",
  parked: "parked",
};
