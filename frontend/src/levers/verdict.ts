/** What an interval says: whether there is a difference at all, and whether it is welcome. */

import type { Maybe } from "../ui/numbers.ts";
import { isNumber } from "../ui/numbers.ts";

export type Verdict = "better" | "worse" | "more" | "less" | "unclear" | "none" | "unknown";

const LESS_IS_BETTER = /^(lost|reneged|diverted|wait_|cost|.*_out_share$|charger_suspended_share)/;
const MORE_IS_BETTER = new Set([
  "served_share",
  "within_target_share",
  "swaps",
  "revenue",
  "margin",
  "margin_per_swap",
]);

/** Return what is known of a difference: its sign only where the interval leaves no doubt. */
export function verdictOf(measure: string, low: Maybe, high: Maybe): Verdict {
  if (!isNumber(low) || !isNumber(high)) return "unknown";
  if (low === 0 && high === 0) return "none";
  if (low <= 0 && high >= 0) return "unclear";
  const isMore = low > 0;
  if (LESS_IS_BETTER.test(measure)) return isMore ? "worse" : "better";
  if (MORE_IS_BETTER.has(measure)) return isMore ? "better" : "worse";
  return isMore ? "more" : "less";
}

export const VERDICTS: Readonly<Record<Verdict, string>> = {
  better: "better",
  worse: "worse",
  more: "more",
  less: "less",
  unclear: "not clear",
  none: "no change",
  unknown: "one pair",
};
