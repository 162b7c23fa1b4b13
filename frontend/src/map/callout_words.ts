/** What is written beside a station on the map. */

import { troubleOf } from "../kpis/worst.ts";
import type { StationColumns } from "../live/layout.ts";
import type { Scene } from "../live/scene.ts";
import { counted } from "../ui/numbers.ts";
import type { Callout } from "./callouts.ts";

export function calloutOf(stations: StationColumns, scene: Scene, row: number): Callout {
  const trouble = troubleOf(stations, row);
  const text =
    trouble === null
      ? counted(stations.ready[row] ?? 0, "battery ready", "batteries ready")
      : `${trouble.sign} ${trouble.text}`;
  return { title: scene.stations.name[row] ?? "", text, isBad: trouble !== null };
}
