/** The map as a file. */

import { CITY_FIELDS } from "../city/city_fields.ts";
import { momentOf } from "../live/moment.ts";
import type { Scene } from "../live/scene.ts";
import { stateNow } from "../url/address.ts";
import type { CityMap } from "./city_map.ts";
import { marksOf, scaleOf } from "./legend_words.ts";
import { drawMap } from "./map_picture.ts";
import { type Palette, STATES } from "./palette.ts";
import type { Look } from "./pen.ts";
import type { Caption } from "./picture_caption.ts";

const LEAST_RATIO = 2; // so that words are sharp in print

/** Returns a PNG of what the map shows.
 *
 * @param seconds simulated time that it shows [s].
 */
export async function pngOf(
  map: CityMap,
  scene: Scene,
  seconds: number,
  palette: Palette,
): Promise<Blob> {
  const heading = { title: scene.name, moment: momentOf(scene.clock.start, seconds) };
  // All is copied before the browser draws the next picture.
  const canvas = drawMap(map.seen(), heading, captionOf(map, scene, palette), lookNow());
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/png"));
  if (blob === null) throw new Error("The browser cannot write it.");
  return blob;
}

export function fileName({ name }: Scene): string {
  const plain = name.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "");
  return `${plain === "" ? "city" : plain}-map.png`;
}

function captionOf(map: CityMap, scene: Scene, palette: Palette): Caption {
  const { measure, layers } = stateNow(CITY_FIELDS);
  const hasVehicles = scene.vehicles.length > 0 && layers.includes("vehicles");
  const states = STATES.filter((state) => state !== "parked" || layers.includes("parked"));
  return {
    palette,
    scale: scaleOf(measure, map.high, palette),
    marks: marksOf(measure),
    states: hasVehicles ? states : [],
  };
}

function lookNow(): Look {
  const { color, backgroundColor, fontFamily } = getComputedStyle(document.body);
  const ratio = Math.max(LEAST_RATIO, window.devicePixelRatio);
  return { ratio, ink: color, paper: backgroundColor, font: fontFamily };
}
