/** A simulated time as the city's clock shows it, with its date: `Mon 2026-01-05 07:30`. */

import { clockSeconds, dateTime } from "../ui/city_time.ts";

/**
 * @param start local time of second 0.
 * @param seconds from there.
 */
export function momentOf(start: string, seconds: number): string {
  return dateTime(clockSeconds(start) + Math.floor(seconds + 1e-6));
}
