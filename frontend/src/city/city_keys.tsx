import { useKeys } from "../keys/registry.ts";
import { usePictureSaving } from "../map/save_picture.tsx";
import { useAddressState } from "../url/address.ts";
import { askToFind } from "./asked_for.ts";
import { CITY_FIELDS } from "./city_fields.ts";

/** Keys of the map, whichever panels are open. */
export function CityKeys() {
  const [{ station }, change] = useAddressState(CITY_FIELDS);
  const save = usePictureSaving();
  const group = "Map";
  const close = () => change({ station: null });
  useKeys([
    { keys: "/", label: "Find a station", group, run: askToFind },
    { keys: "i", label: "Save a picture of the map", group, run: save },
    ...(station === null
      ? []
      : [{ keys: "Escape", label: "Close the station", group, run: close }]),
  ]);
  return null;
}
