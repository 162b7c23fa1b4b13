import { CITY_FIELDS } from "../city/city_fields.ts";
import { useMap } from "../city/shown_map.ts";
import { useKeys } from "../keys/registry.ts";
import type { Scene } from "../live/scene.ts";
import { momentOf } from "../live/moment.ts";
import { useTwin } from "../live/use_twin.ts";
import { Button } from "../ui/button.tsx";
import { saveBlob } from "../ui/saving.ts";
import { sayFailed } from "../ui/toasts.tsx";
import { stateNow } from "../url/address.ts";
import type { CityMap } from "./city_map.ts";
import { marksOf, scaleOf } from "./legend_words.ts";
import { drawMap, type Look } from "./map_picture.ts";
import { type Palette, STATES } from "./palette.ts";
import type { Caption } from "./picture_caption.ts";
import { usePalette } from "./use_palette.ts";

const LEAST_RATIO = 2; // so that words are sharp in print

/** Saves what the map shows as a picture, with its legend, the city's name and its time. */
export function SavePicture() {
  const { city } = useTwin();
  const map = useMap();
  const palette = usePalette();
  const isReady = map !== null && city.scene !== null;
  const save = () => {
    if (map === null || city.scene === null) return;
    pngOf(map, city.scene, city.clock.at(performance.now()), palette)
      .then((blob) => saveBlob(`${fileName(city.scene?.name ?? "city")}-map.png`, blob))
      .catch((error: unknown) => sayFailed("The picture could not be saved", error));
  };
  useKeys([{ keys: "i", label: "Save a picture of the map", group: "Map", run: save }]);
  return (
    <Button disabled={!isReady} title="What the map shows, with its legend (i)" onClick={save}>
      Save PNG
    </Button>
  );
}

async function pngOf(
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

function fileName(name: string): string {
  return name.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "") || "city";
}
