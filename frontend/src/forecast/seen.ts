/** What was observed of a station, as points in time. */

import type { Made } from "../twins/made.ts";
import type { Point } from "./course.ts";

/** Return what was observed of a field, in the order of its times; of several at one time the one
 * that was made last, and with several battery types their sum. */
export function seenOf(made: readonly Made[], field: string | null): readonly Point[] {
  if (field === null) return [];
  const byTime = new Map<number, Map<string, number>>();
  for (const { at_s, what } of [...made].sort((a, b) => a.place - b.place)) {
    const value = what[field];
    if (typeof value !== "number") continue;
    const types = byTime.get(at_s) ?? new Map<string, number>();
    types.set(typeof what.battery_type === "string" ? what.battery_type : "", value);
    byTime.set(at_s, types);
  }
  return [...byTime]
    .map(([at_s, types]) => ({ at_s, value: [...types.values()].reduce((a, b) => a + b, 0) }))
    .sort((a, b) => a.at_s - b.at_s);
}
