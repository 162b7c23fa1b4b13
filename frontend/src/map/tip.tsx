import { CITY_FIELDS } from "../city/city_fields.ts";
import type { StationColumns } from "../live/layout.ts";
import { vehicleName } from "../live/scene.ts";
import { useSnapshot, useTwin } from "../live/use_twin.ts";
import { counted, Shown } from "../ui/numbers.ts";
import { useAddressState } from "../url/address.ts";
import { MEASURE, type MeasureName } from "./measures.ts";
import type { Found } from "./picking.ts";
import css from "./tip.module.css";
import { vehicleWords } from "./vehicle_words.ts";

const TOLD_ANYWAY = new Set<MeasureName>(["ready", "queue"]);

/** What is under the pointer, in a few words. */
export function Tip({ found }: { readonly found: Found }) {
  const { city } = useTwin();
  const { scene } = useSnapshot();
  const [{ measure }] = useAddressState(CITY_FIELDS);
  if (scene === null) return null;
  if (found.kind === "vehicle") {
    const { what, charge } = vehicleWords(city, scene, found.row);
    return (
      <div className={css.tip}>
        <strong>{vehicleName(scene, found.row)}</strong>
        <span>{what}</span>
        <span>{charge}</span>
      </div>
    );
  }
  const { stations } = city.tables;
  const { ready, queue, open } = stations;
  const shown = TOLD_ANYWAY.has(measure) ? null : valueText(measure, stations, found.row);
  return (
    <div className={css.tip}>
      <strong>{scene.stations.name[found.row]}</strong>
      {open[found.row] === 0 ? <span>closed</span> : null}
      <span>{counted(ready[found.row] ?? 0, "battery ready", "batteries ready")}</span>
      <span>{counted(queue[found.row] ?? 0, "vehicle in line", "vehicles in line")}</span>
      {shown === null ? null : <span>{shown}</span>}
    </div>
  );
}

/** What colours and raises a station, in numbers: `Power against limit: 62 %`. */
function valueText(name: MeasureName, stations: StationColumns, row: number): string {
  const { label, unit, of, without = "–" } = MEASURE[name];
  const value = of(stations, row);
  return `${label}: ${Number.isNaN(value) ? without : Shown.of(unit, [value]).text(value)}`;
}
