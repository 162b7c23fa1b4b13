/** What an interval says: whether there is a difference at all, and whether it is welcome. */

import { isNumber, type Maybe } from "../ui/numbers.ts";
import { wordOf } from "../ui/words.ts";

export type Verdict = "better" | "worse" | "more" | "less" | "unclear" | "none" | "unknown";

/** Return what is known of a difference: its sign only where the interval leaves no doubt. */
export function verdictOf(measure: string, low: Maybe, high: Maybe): Verdict {
  if (!isNumber(low) || !isNumber(high)) return "unknown";
  if (low === 0 && high === 0) return "none";
  if (low <= 0 && high >= 0) return "unclear";
  const isMore = low > 0;
  const better = wordOf(measure)?.better ?? null;
  if (better === null) return isMore ? "more" : "less";
  return (better === "more") === isMore ? "better" : "worse";
}

export const VERDICTS: Readonly<Record<Verdict, string>> = {
  better: "better",
  worse: "worse",
  more: "more",
  less: "less",
  unclear: "not clear",
  none: "no change",
  unknown: "no interval",
};
