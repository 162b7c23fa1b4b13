/** What was observed of a station, as it is booked in the twin that is shown. */

import { useMemo } from "react";

import type { Made } from "../twins/made.ts";
import { useMade } from "../twins/use_made.ts";
import type { Point } from "./course.ts";

const NONE: readonly Point[] = [];

/** What an observation calls the measures that are also simulated. */
export const SEEN_AS: Readonly<Record<string, string>> = { ready: "ready", queue: "waiting" };

/** Points of what was observed of a measure of a station; none of the network. */
export function useSeen(station: string | null, measure: string): readonly Point[] {
  const { made } = useMade("observations", station, station !== null);
  return useMemo(
    () => (station === null ? NONE : seenOf(made, SEEN_AS[measure] ?? null)),
    [made, station, measure],
  );
}

/** Return what was observed of a field, in the order of its times; of several at one time the one
 * that was made last, and with several battery types their sum. */
export function seenOf(made: readonly Made[], field: string | null): readonly Point[] {
  if (field === null) return NONE;
  const byTime = new Map<number, Map<string, number>>();
  for (const { at_s, what } of [...made].sort((a, b) => a.place - b.place)) {
    const value = what[field];
    if (typeof value !== "number") continue;
    const types = byTime.get(at_s) ?? new Map<string, number>();
    types.set(String(what.battery_type ?? ""), value);
    byTime.set(at_s, types);
  }
  return [...byTime]
    .map(([at_s, types]) => ({ at_s, value: [...types.values()].reduce((a, b) => a + b, 0) }))
    .sort((a, b) => a.at_s - b.at_s);
}
