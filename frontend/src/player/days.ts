/** Where days begin on a time line. */

import { clockSeconds, weekdayTime } from "../ui/city_time.ts";

const DAY_S = 86_400;

/** Returns the seconds at which days begin in a run, by the city's clock, with their names.
 *
 * @param start local time of second 0.
 * @param horizon length of the run [s].
 */
export function daysOf(start: string, horizon: number): { at: number; name: string }[] {
  const begins = clockSeconds(start);
  const sinceMidnight = begins % DAY_S;
  const days = [];
  for (let at = sinceMidnight === 0 ? 0 : DAY_S - sinceMidnight; at < horizon; at += DAY_S) {
    days.push({ at, name: weekdayTime(begins + at).slice(0, 3) });
  }
  return days;
}
