/** Round numbers on an axis. */

const STEPS = [1, 2, 5, 10] as const;

/** Return round numbers from low to high, about so many; both ends may lie beyond the outermost. */
export function ticksOf(low: number, high: number, about = 5): readonly number[] {
  if (!(high > low)) return [low];
  const rough = (high - low) / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * (STEPS.find((one) => one * power >= rough) ?? 10);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => tidy((first + i) * step));
}

const HOUR = 3600;
const DAY = 24 * HOUR;
const TIME_STEPS = [
  ...[60, 300, 900, 1800],
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 7, 14, 28].map((days) => days * DAY),
];

/** Return round times from low to high [s], not more than so many. */
export function timeTicksOf(low: number, high: number, most = 8): readonly number[] {
  if (!(high > low)) return [low];
  const longest = TIME_STEPS.at(-1) ?? DAY;
  const step = TIME_STEPS.find((one) => (high - low) / one <= most) ?? longest;
  const first = Math.ceil(low / step);
  const last = Math.floor(high / step);
  return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
}

/** Return how a tick is written: `0.3`, not `0.30000000000000004`. */
export function tickText(value: number): string {
  return tidy(value).toLocaleString("en-US", { maximumFractionDigits: 9 }).replace("-", "−");
}

function tidy(value: number): number {
  return Number(value.toPrecision(10)) + 0; // and no negative nought
}
