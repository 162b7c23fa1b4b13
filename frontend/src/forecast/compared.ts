/** What was observed at a time, against what was simulated until just before it. */

import type { Made } from "../twins/made.ts";
import { type SeriesInfo, valueAt } from "./course.ts";
import { seenOf } from "./seen.ts";

export interface Compared {
  readonly at_s: number;
  /** Null where it was not told. */
  readonly readySeen: number | null;
  /** Null where it is not known. */
  readonly readySimulated: number | null;
  readonly lineSeen: number | null;
  readonly lineSimulated: number | null;
}

/** Return a row for each time at which something was observed, the latest first. */
export function comparedOf(
  made: readonly Made[],
  ready: SeriesInfo | null,
  line: SeriesInfo | null,
): readonly Compared[] {
  const [readySeen, lineSeen] = [seenOf(made, "ready"), seenOf(made, "waiting")];
  const times = [...new Set([...readySeen, ...lineSeen].map(({ at_s }) => at_s))];
  return times
    .sort((a, b) => b - a)
    .map((at_s) => ({
      at_s,
      readySeen: readySeen.find((one) => one.at_s === at_s)?.value ?? null,
      readySimulated: before(ready, at_s),
      lineSeen: lineSeen.find((one) => one.at_s === at_s)?.value ?? null,
      lineSimulated: before(line, at_s),
    }));
}

function before(series: SeriesInfo | null, at_s: number): number | null {
  // Of a series that leaves changes out it is not known what stood just before.
  return series?.is_whole === true ? valueAt(series, at_s, true) : null;
}
