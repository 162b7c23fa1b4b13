/** The speeds that a twin is played at. */

export const SPEEDS = [1, 10, 60, 120, 300, 600, 1800, 3600, 10_000, 30_000, 100_000] as const;

/** Returns the next speed up (+1) or down (-1); the same at the ends. */
export function nextSpeed(speed: number, step: 1 | -1): number {
  const known = step > 0 ? SPEEDS : [...SPEEDS].reverse();
  return known.find((one) => (step > 0 ? one > speed : one < speed)) ?? speed;
}

/** Returns a speed where there is little room: `×600`. */
export function timesText(speed: number): string {
  return `×${speed.toLocaleString("en-US", { maximumFractionDigits: 0 })}`;
}

/** Returns a speed with what it makes of a second: `×600, 10 min/s`. */
export function speedWords(speed: number): string {
  const times = timesText(speed);
  if (speed < 60) return times;
  const [amount, unit] =
    speed < 3600
      ? [speed / 60, "min"]
      : speed < 86_400
        ? [speed / 3600, "h"]
        : [speed / 86_400, "d"];
  return `${times}, ${Number(amount.toPrecision(2))} ${unit}/s`;
}
