/** A station that is meant by what somebody writes. */

import type { Scene } from "../live/scene.ts";

/** Returns the row of the station that has this id or name, or the only one whose id or name has
 * the text in it; null where there is none, or more than one. */
export function stationNamed(text: string, { stations }: Pick<Scene, "stations">): number | null {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return null;
  const named = (fits: (one: string) => boolean) =>
    stations.id.flatMap((id, row) =>
      [id, stations.name[row] ?? id].some((one) => fits(one.toLowerCase())) ? [row] : [],
    );
  const same = named((one) => one === wanted);
  const [row, ...more] = same.length > 0 ? same : named((one) => one.includes(wanted));
  return row === undefined || more.length > 0 ? null : row;
}
