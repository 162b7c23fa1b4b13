/** What a vehicle does, in words. */

import type { LiveCity } from "../live/city.ts";
import { DOING, ON_TRIP, PARKED, SOC_STEPS } from "../live/layout.ts";
import type { Scene } from "../live/scene.ts";

const WORDS: Readonly<Record<(typeof DOING)[number], string>> = {
  parked: "parked at",
  on_trip: "on a trip to",
  to_station: "drives to swap at",
  waiting: "waits for a swap at",
  served: "swaps its battery at",
  retries: "left without a swap; will try again, at",
  stranded: "stranded at",
};

export function vehicleWords(
  { tables, head }: LiveCity,
  scene: Scene,
  row: number,
): { what: string; charge: string } {
  const { doing, place, arrives_at, soc } = tables.vehicles;
  const told = doing[row] ?? 0;
  const isDriving = (head?.now ?? 0) < (arrives_at[row] ?? 0);
  const now = told === PARKED && isDriving ? ON_TRIP : told;
  const words = WORDS[DOING[now] ?? "parked"];
  const charge = Math.round((100 * (soc[row] ?? 0)) / SOC_STEPS);
  return {
    what: `${words} ${placeName(scene, place[row] ?? 0)}`,
    charge: isDriving ? `${charge} % charge when it arrives` : `${charge} % charge`,
  };
}

function placeName({ places, stations }: Scene, place: number): string {
  return stations.name[place - places.zones] ?? places.id[place] ?? "";
}
