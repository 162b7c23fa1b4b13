import { vehicleName } from "../live/scene.ts";
import { useSnapshot, useTwin } from "../live/use_twin.ts";
import { counted } from "../ui/numbers.ts";
import type { Found } from "./picking.ts";
import css from "./tip.module.css";
import { vehicleWords } from "./vehicle_words.ts";

/** What is under the pointer, in a few words. */
export function Tip({ found }: { readonly found: Found }) {
  const { city } = useTwin();
  const { scene } = useSnapshot();
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
  const { ready, queue, open } = city.tables.stations;
  return (
    <div className={css.tip}>
      <strong>{scene.stations.name[found.row]}</strong>
      {open[found.row] === 0 ? <span>closed</span> : null}
      <span>{counted(ready[found.row] ?? 0, "battery ready", "batteries ready")}</span>
      <span>{counted(queue[found.row] ?? 0, "vehicle in line", "vehicles in line")}</span>
    </div>
  );
}
