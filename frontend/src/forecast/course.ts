/** How something went, as the twin was simulated: what stands beside a forecast, and against what
 * was seen. */

import type { Schemas } from "../api/client.ts";

export type SeriesInfo = Schemas["SeriesInfo"];

export interface Point {
  readonly at_s: number;
  readonly value: number;
}

/** Return what a step function shows at a time; null before its begin.
 *
 * @param isBefore what stood just before that time, and not what came at it.
 */
export function valueAt(series: SeriesInfo, at_s: number, isBefore = false): number | null {
  let found: number | null = null;
  for (let i = 0; i < series.time_s.length; i += 1) {
    const time = series.time_s[i] ?? Infinity;
    if (isBefore ? time >= at_s : time > at_s) break;
    found = series.values[i] ?? null;
  }
  return found;
}

/** Return the points of a series; those without a value are left out. */
export function pointsOf(series: SeriesInfo): readonly Point[] {
  return series.time_s.flatMap((at_s, i) => {
    const value = series.values[i] ?? null;
    return value === null ? [] : [{ at_s, value }];
  });
}

/** Return by how much a count since the start has risen in each slot that lies within the series;
 * null where some of its changes are left out, as then that is not known.
 *
 * @param slot_s length of a slot; the first begins at a multiple of it.
 */
export function risesOf(series: SeriesInfo, slot_s: number): readonly Point[] | null {
  const [begin, end] = [series.time_s[0], series.time_s.at(-1)];
  if (!series.is_whole || begin === undefined || end === undefined) return null;
  const rises: Point[] = [];
  const first = Math.ceil(begin / slot_s) * slot_s;
  for (let at_s = first; at_s + slot_s <= end; at_s += slot_s) {
    const [from, to] = [valueAt(series, at_s), valueAt(series, at_s + slot_s)];
    if (from !== null && to !== null) rises.push({ at_s, value: to - from });
  }
  return rises;
}
