/** Where something happens: the twin is taken to that time, the map to that station. */

import { CITY_FIELDS } from "../city/city_fields.ts";
import { useMap } from "../city/shown_map.ts";
import { useTwin } from "../live/use_twin.ts";
import { useAddressState } from "../url/address.ts";

const JUST_S = 0.001; // a twin shows what has happened before its time, not at it

interface Event {
  /** Id of the station. */
  readonly station: string;
  readonly begin_s: number;
}

/** Returns how to go to an event; it fails where one may not seek. */
export function useGoTo(): (event: Event) => Promise<void> {
  const twin = useTwin();
  const map = useMap();
  const [, change] = useAddressState(CITY_FIELDS);
  return async ({ station, begin_s }) => {
    await twin.command({ do: "seek", at: begin_s + JUST_S });
    change({ station });
    const row = twin.city.scene?.stations.id.indexOf(station) ?? -1;
    if (row >= 0) map?.flyTo(row);
  };
}

/** Return before which time the event is looked for that is before the one that is shown now. */
export function beforeShown(now: number): number {
  return Math.max(0, now - 2 * JUST_S);
}
