/** What a map shows, besides the city itself. */

import type { MeasureName } from "./measures.ts";
import type { Palette } from "./palette.ts";

export const LAYERS = ["stations", "vehicles", "trails", "parked", "hot", "names"] as const;
export type LayerName = (typeof LAYERS)[number];

export const LAYER_LABEL: Readonly<Record<LayerName, string>> = {
  stations: "Stations",
  vehicles: "Vehicles",
  trails: "Trails",
  parked: "Parked vehicles",
  hot: "Queues glow",
  names: "Worst, by name",
};

/** Longitude and latitude of the middle [degrees], zoom, pitch and bearing [degrees]. */
export interface CameraState {
  readonly lon: number;
  readonly lat: number;
  readonly zoom: number;
  readonly pitch: number;
  readonly bearing: number;
}

export interface Shown {
  readonly palette: Palette;
  readonly measure: MeasureName;
  readonly layers: readonly LayerName[];
  /** Number of the station that is selected; -1 for none. */
  readonly station: number;
}
