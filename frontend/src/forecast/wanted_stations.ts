/** Of which stations bands are asked for. */

const SLOTS_PER_H = 4;
const MOST_SLOTS = 2500; // of all stations together; beyond it bands of one are asked for

/** Return the stations of which bands are asked for; null for all. In a large city that is one: all
 * of them would be megabytes. Without any given the server would tell all, so it is the first. */
export function wantedStations(
  all: readonly string[],
  hours: number,
  chosen: string | null,
): readonly string[] | null {
  if (all.length * hours * SLOTS_PER_H <= MOST_SLOTS) return null;
  const one = chosen !== null && all.includes(chosen) ? chosen : all[0];
  return one === undefined ? null : [one];
}
