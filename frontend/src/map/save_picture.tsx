import { useMap } from "../city/shown_map.ts";
import { useTwin } from "../live/use_twin.ts";
import { Button } from "../ui/button.tsx";
import { saveBlob } from "../ui/saving.ts";
import { sayFailed } from "../ui/toasts.tsx";
import { usePalette } from "./use_palette.ts";

/** Returns how to save what the map shows as a picture, with its legend, the city's name and its
 * time. */
export function usePictureSaving(): () => void {
  const { city } = useTwin();
  const map = useMap();
  const palette = usePalette();
  const save = async () => {
    const { fileName, pngOf } = await import("./map_png.ts");
    if (map === null || city.scene === null) return;
    const blob = await pngOf(map, city.scene, city.clock.at(performance.now()), palette);
    saveBlob(fileName(city.scene), blob);
  };
  return () => {
    save().catch((error: unknown) => sayFailed("The picture could not be saved", error));
  };
}

export function SavePicture() {
  const map = useMap();
  const save = usePictureSaving();
  return (
    <Button disabled={map === null} title="What the map shows, with its legend (i)" onClick={save}>
      Save PNG
    </Button>
  );
}
