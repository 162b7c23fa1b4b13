/** Outlines of bands and lines of a chart, as SVG takes them. */

import type { Quantile, Slot } from "./bands.ts";
import type { Point } from "./course.ts";

/** Where a slot's quantiles are drawn. */
export interface Ends {
  readonly at_s: number;
  readonly slot: Slot;
}

type Place = (at_s: number, value: number) => string;

/** Return the outline between two quantiles. */
export function areaOf(ends: readonly Ends[], low: Quantile, high: Quantile, place: Place): string {
  const above = ends.map(({ at_s, slot }) => place(at_s, slot[high]));
  const below = ends.map(({ at_s, slot }) => place(at_s, slot[low])).reverse();
  return [...above, ...below].join(" ");
}

export function lineOf(ends: readonly Ends[], of: Quantile, place: Place): string {
  return ends.map(({ at_s, slot }) => place(at_s, slot[of])).join(" ");
}

/** Return a line through points; one that holds until the next goes on to the end.
 *
 * @param end up to where it is drawn [s].
 */
export function stepLine(
  points: readonly Point[],
  isStep: boolean,
  end: number,
  place: Place,
): string {
  if (!isStep) return points.map(({ at_s, value }) => place(at_s, value)).join(" ");
  return points
    .flatMap(({ at_s, value }, i) => {
      const until = points[i + 1]?.at_s ?? at_s;
      return [place(at_s, value), place(Math.min(until, end), value)];
    })
    .join(" ");
}
