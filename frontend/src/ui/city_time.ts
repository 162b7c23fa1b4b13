/** Simulated time, as clocks in the city show it. Never to be confused with the time of whoever looks
 * at the page: it is written with its weekday, and its place says "city time". */

const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/** Stands with moments of the world in which the page is looked at. */
export const YOUR_TIME = "your time";

/** Return seconds since 1970 of what a clock in the city shows, read as if it were UTC.
 *
 * @param text such as "2026-01-05T00:00:00+01:00"; what is behind the seconds is left out, as
 *   simulated days have 24 hours.
 */
export function clockSeconds(text: string): number {
  return Date.parse(`${text.slice(0, 19)}Z`) / 1000;
}

/** Return a moment as `Mon 07:30`, or with seconds, `Mon 07:30:15`. */
export function weekdayTime(clock: number, { seconds = false } = {}): string {
  const moment = new Date(Math.round(clock) * 1000);
  const day = WEEKDAYS[moment.getUTCDay()] ?? "";
  return `${day} ${moment.toISOString().slice(11, seconds ? 19 : 16)}`;
}

/** Return a moment as `Mon 2026-01-05 07:30`. */
export function dateTime(clock: number): string {
  const moment = new Date(Math.round(clock) * 1000).toISOString();
  return `${weekdayTime(clock).slice(0, 3)} ${moment.slice(0, 10)} ${moment.slice(11, 16)}`;
}

/** Return a moment as files have it: `2026-01-05T07:30:00`, on the city's clock. */
export function isoTime(clock: number): string {
  return new Date(Math.round(clock) * 1000).toISOString().slice(0, 19);
}

/** Return a moment of the world in which the page is looked at, as its browser writes it. */
export function wallTime(text: string): string {
  return new Date(text).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}
