/** Simulated time as people of the city read it: by its clock, with the day of the week. */

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] as const;
const DAY_S = 86_400;

/** Local time at second 0, as if it were UTC [ms]: no summer time comes in between. */
export function beginsAt(start: string): number {
  const local = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?)/.exec(start)?.[1];
  return Date.parse(`${local ?? "1970-01-01T00:00:00"}Z`);
}

/** Returns a time as `Mon 07:30`, with seconds `Mon 07:30:15`, of a second from the start. */
export function cityTime(start: string, seconds: number, { withSeconds = false } = {}): string {
  const date = new Date(beginsAt(start) + Math.floor(seconds + 1e-6) * 1000);
  const clock = date.toISOString().slice(11, withSeconds ? 19 : 16);
  return `${DAYS[date.getUTCDay()] ?? ""} ${clock}`;
}

/** Returns a time with its date: `Mon 5 Jan 2026, 07:30`. */
export function cityDate(start: string, seconds: number): string {
  const date = new Date(beginsAt(start) + Math.floor(seconds + 1e-6) * 1000);
  const month = date.toLocaleString("en-GB", { month: "short", timeZone: "UTC" });
  const clock = date.toISOString().slice(11, 16);
  const day = DAYS[date.getUTCDay()] ?? "";
  return `${day} ${date.getUTCDate()} ${month} ${date.getUTCFullYear()}, ${clock}`;
}

/** Returns the seconds at which days begin in a run, by the city's clock, with their names. */
export function daysOf(start: string, horizon: number): { at: number; name: string }[] {
  const begins = beginsAt(start);
  const sinceMidnight = (begins / 1000) % DAY_S;
  const days = [];
  for (let at = sinceMidnight === 0 ? 0 : DAY_S - sinceMidnight; at < horizon; at += DAY_S) {
    days.push({ at, name: DAYS[new Date(begins + at * 1000).getUTCDay()] ?? "" });
  }
  return days;
}
