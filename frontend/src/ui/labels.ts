/** What measures are called, as in sentences, tables and figures of reports. */

import { wordOf } from "./words.ts";

/** Return what a measure is called: `lost share`, `95 % wait`. Of what is no KPI, its name says it. */
export function labelOf(measure: string): string {
  return wordOf(measure)?.label ?? measure.replaceAll("_", " ");
}

/** Return it as it begins a line: `Lost share`. */
export function titleOf(measure: string): string {
  const label = labelOf(measure);
  return label.charAt(0).toUpperCase() + label.slice(1);
}
