/** What was observed of a station, as it is booked in the twin that is shown. */

import { useMemo } from "react";

import { useMade } from "../twins/use_made.ts";
import type { Point } from "./course.ts";
import { seenOf } from "./seen.ts";

const NONE: readonly Point[] = [];
const MOST = 1000; // in a day one a minute and more: a chart shows no more of them apart

/** What an observation calls the measures that are also simulated. */
const SEEN_AS: Readonly<Record<string, string>> = { ready: "ready", queue: "waiting" };

/** Points of what was observed of a measure of a station; none of the network. */
export function useSeen(station: string | null, measure: string): readonly Point[] {
  const { made } = useMade("observations", station, station !== null, MOST);
  return useMemo(
    () => (station === null ? NONE : seenOf(made, SEEN_AS[measure] ?? null)),
    [made, station, measure],
  );
}
