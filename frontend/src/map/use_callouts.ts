/** Which stations have their names on the map. */

import { useEffect, useRef } from "react";

import { steady, worstOf } from "../kpis/worst.ts";
import { useSnapshot, useTwin } from "../live/use_twin.ts";
import { calloutOf } from "./callout_words.ts";
import type { CityMap } from "./city_map.ts";
import type { Shown } from "./shown.ts";

const MOST = 3;
const FEW = 6; // stations that are all named, whether they are well or not

/** Names the station that is selected and those that are worst off. */
export function useCallouts(map: CityMap | null, { station, layers }: Shown): void {
  const { city } = useTwin();
  const { scene, turn } = useSnapshot();
  const before = useRef<readonly number[]>([]);
  useEffect(() => {
    if (map === null || scene === null || city.head === null) return;
    const { stations } = city.tables;
    const isWanted = layers.includes("names") && layers.includes("stations");
    const isSmall = scene.stations.id.length <= FEW;
    const most = isSmall ? FEW : MOST;
    const worst = worstOf(stations, scene, 2 * most).map(({ row }) => row);
    const all = isSmall ? [...worst, ...scene.stations.id.keys()] : worst;
    before.current = isWanted ? steady(before.current, all, most) : [];
    const rows = [...new Set(station < 0 ? before.current : [station, ...before.current])];
    map.name(rows.map((row) => ({ row, callout: calloutOf(stations, scene, row) })));
  }, [map, city, scene, turn, station, layers]);
}
