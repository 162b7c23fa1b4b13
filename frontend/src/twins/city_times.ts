/** Times of the city as the browser's fields for dates have them: `2026-01-05T07:30`. */

import { clockSeconds } from "../ui/city_time.ts";

/** Return the ends between which a time of a run may be. */
export function boundsOf(start: string, horizon: number): { min: string; max: string } {
  return { min: fieldOf(start, 0), max: fieldOf(start, horizon) };
}

/** Return a simulated time [s] as a field has it, to the minute before.
 *
 * @param start local time of second 0.
 */
export function fieldOf(start: string, seconds: number): string {
  const clock = clockSeconds(start) + Math.floor(seconds + 1e-6);
  return new Date(clock * 1000).toISOString().slice(0, 16);
}

/** Return the simulated time [s] that a field says; NaN where it says none. */
export function secondsOf(start: string, field: string): number {
  return field === "" ? NaN : clockSeconds(field.padEnd(19, ":00")) - clockSeconds(start);
}

/** Is what a field says a time of a run? Its end is none at which something can be done. */
export function isInRun(start: string, horizon: number, field: string): boolean {
  const seconds = secondsOf(start, field);
  return seconds >= 0 && seconds < horizon;
}
