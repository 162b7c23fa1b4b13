/** How long to wait before trying again: longer each time, never the same for two clients. */

const FIRST_MS = 400;
const LONGEST_MS = 10_000;

/** Returns the wait before try `tries` (from 0) [ms]; `chance` is from [0, 1). */
export function waitMs(tries: number, chance: number): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(tries, 20));
  return full * (0.5 + 0.5 * chance);
}
