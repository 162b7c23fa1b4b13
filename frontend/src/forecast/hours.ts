/** Marks on an axis of city time. */

import { clockSeconds, weekdayTime } from "../ui/city_time.ts";

const HOUR_S = 3600;
const DAY_S = 24 * HOUR_S;
const STEPS_H = [1, 2, 3, 6, 12, 24, 48] as const;

/** Return marks at whole hours of the city's clock: their times [s], and what is written at them.
 *
 * @param start local time of second 0.
 * @param most how many there is room for.
 */
export function hoursOf(
  start: string,
  begin_s: number,
  end_s: number,
  most: number,
): { at_s: number; text: string }[] {
  const zero = clockSeconds(start);
  const step =
    HOUR_S * (STEPS_H.find((hours) => (end_s - begin_s) / (hours * HOUR_S) <= most) ?? 48);
  const first = Math.ceil((zero + begin_s) / step) * step;
  const marks = [];
  for (let clock = first; clock <= zero + end_s; clock += step) {
    const said = weekdayTime(clock);
    marks.push({
      at_s: clock - zero,
      text: clock % DAY_S === 0 ? said.slice(0, 3) : said.slice(4),
    });
  }
  return marks;
}
