/** The state of the city's view in the address: a link shows the same again. */

import { MEASURES } from "../map/measures.ts";
import { type CameraState, LAYERS } from "../map/shown.ts";
import { KINDS, USUAL_QUEUE } from "../player/kinds.ts";
import { choice, choices, type Field, number, optionalText } from "../url/fields.ts";

const PLACES = [5, 5, 2, 0, 0]; // digits of longitude, latitude, zoom, pitch, bearing
const BOUNDS = [
  [-180, 180],
  [-85, 85],
  [0, 22],
  [0, 85],
  [-360, 360],
] as const;

const camera: Field<CameraState | null> = {
  otherwise: null,
  read: (text) => {
    const values = text.split(",").map((part) => (part === "" ? NaN : Number(part)));
    const areAllowed = BOUNDS.every(([low, high], at) => {
      const value = values[at] ?? NaN;
      return value >= low && value <= high;
    });
    if (values.length !== BOUNDS.length || !areAllowed) return undefined;
    const [lon = 0, lat = 0, zoom = 0, pitch = 0, bearing = 0] = values;
    return { lon, lat, zoom, pitch, bearing };
  },
  write: (value) => {
    if (value === null) return "";
    const { lon, lat, zoom, pitch, bearing } = value;
    const digits = (one: number, at: number) => String(Number(one.toFixed(PLACES[at])));
    return [lon, lat, zoom, pitch, bearing].map(digits).join(",");
  },
};

export const CITY_FIELDS = {
  /** Simulated time [s]; see `momentInAddress`. */
  t: number(null, { low: 0, places: 3 }),
  camera,
  measure: choice(MEASURES, "ready"),
  layers: choices(LAYERS, ["stations", "vehicles", "trails", "hot", "names"]),
  station: optionalText(),
  /** Whose stations are listed. */
  region: optionalText(),
  /** Which events the time line shows, and how many vehicles in line are such an event. */
  events: choice(KINDS, "stockout"),
  queue: number(USUAL_QUEUE, { low: 1, high: 10_000, places: 0 }),
};
