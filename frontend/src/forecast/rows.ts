/** The table behind a chart of bands: a row for each time that something is said of. */

import type { Slot } from "./bands.ts";
import type { Drawn } from "./band_chart.tsx";
import type { Point } from "./course.ts";

export interface Row {
  readonly at_s: number;
  readonly quantiles: Slot | null;
  readonly simulated: number | null;
  readonly observed: number | null;
}

const MOST_OF_COURSE = 60; // points of a course that are told where nothing else is said

/** Return the rows in the order of their times: of each slot, at its end where that is what it is
 * of; of what was observed; and else of some points of how it went. */
export function rowsOf({ slots, isLevel, course, seen }: Drawn): readonly Row[] {
  const timeOf = (slot: Slot) => (isLevel ? slot.end_s : slot.begin_s);
  const quantiles = new Map(slots.map((slot) => [timeOf(slot), slot]));
  const observed = new Map(seen.map(({ at_s, value }) => [at_s, value]));
  const step = Math.max(1, Math.ceil(course.length / MOST_OF_COURSE));
  const some = course.filter((_, i) => i % step === 0).map(({ at_s }) => at_s);
  const times = [...new Set([...quantiles.keys(), ...observed.keys(), ...some])];
  return times
    .sort((a, b) => a - b)
    .map((at_s) => ({
      at_s,
      quantiles: quantiles.get(at_s) ?? null,
      simulated: isLevel ? held(course, at_s) : (exact(course, at_s) ?? null),
      observed: observed.get(at_s) ?? null,
    }));
}

/** Return what a course shows at a time; null before its begin and beyond its end. */
function held(course: readonly Point[], at_s: number): number | null {
  if (at_s > (course.at(-1)?.at_s ?? -Infinity)) return null;
  return course.findLast((point) => point.at_s <= at_s)?.value ?? null;
}

function exact(course: readonly Point[], at_s: number): number | undefined {
  return course.find((point) => point.at_s === at_s)?.value;
}
