/** What the address says of a comparison. */

import { number, optionalText } from "../url/fields.ts";

export const COMPARE_FIELDS = {
  /** The comparison that is looked at. */
  of: optionalText(),
  /** Of its variants; 0, the base, stands for the first. */
  variant: number(0, { low: 0, places: 0 }),
  measure: optionalText(),
  station: optionalText(),
  /** Twins beside each other. */
  left: optionalText(),
  right: optionalText(),
};

/** Return the address that shows a comparison. */
export function pathOfComparison(id: string): string {
  return `/compare?of=${encodeURIComponent(id)}`;
}

/** Return the address that shows two twins beside each other. */
export function pathOfTwins(left: string, right: string): string {
  return `/compare?left=${encodeURIComponent(left)}&right=${encodeURIComponent(right)}`;
}
