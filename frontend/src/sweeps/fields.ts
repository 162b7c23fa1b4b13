/** What the address says of a sweep. */

import { optionalText } from "../url/fields.ts";

export const SWEEP_FIELDS = {
  measure: optionalText(),
  /** Factors along and up the heat map. */
  x: optionalText(),
  y: optionalText(),
  /** Of the list of variants. */
  order: optionalText(),
};
