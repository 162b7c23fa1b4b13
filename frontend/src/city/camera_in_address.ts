/** The camera in the address: a link shows the same part of the city. */

import { useEffect } from "react";

import type { CityMap } from "../map/city_map.ts";
import { changeState, onArrival, onLink, stateNow } from "../url/address.ts";
import { CITY_FIELDS } from "./city_fields.ts";

/** Writes it there before a link is made, and moves the map where an address says to which one goes
 * while the city is shown. */
export function useCameraInAddress(map: CityMap | null): void {
  useEffect(() => {
    if (map === null) return undefined;
    const write = () => changeState(CITY_FIELDS, { camera: map.camera });
    const come = () => {
      const { camera } = stateNow(CITY_FIELDS);
      if (camera === null) write();
      else map.moveTo(camera);
    };
    const ends = [onLink(write), onArrival(come)];
    return () => ends.forEach((end) => end());
  }, [map]);
}
