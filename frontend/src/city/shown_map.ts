/** The map that is shown, for panels that move it. */

import { createContext, use } from "react";

import type { CityMap } from "../map/city_map.ts";

export const MapContext = createContext<CityMap | null>(null);

export function useMap(): CityMap | null {
  return use(MapContext);
}
