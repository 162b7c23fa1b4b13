import { CITY_FIELDS } from "../city/city_fields.ts";
import { useMap } from "../city/shown_map.ts";
import { whyOf } from "../kpis/worst.ts";
import { partOfLimit } from "../map/measures.ts";
import { useSnapshot, useTwin } from "../live/use_twin.ts";
import { Button } from "../ui/button.tsx";
import { count, Shown } from "../ui/numbers.ts";
import { useAddressState } from "../url/address.ts";
import { Explained } from "./explained.tsx";
import { HistoryCharts } from "./history_charts.tsx";
import css from "./station_panel.module.css";

/** One station: how it stands now, how it came there, and why. */
export function StationPanel() {
  const [{ station }, change] = useAddressState(CITY_FIELDS);
  const { scene } = useSnapshot();
  const map = useMap();
  const close = () => change({ station: null });
  if (scene === null || station === null) return null;
  const row = scene.stations.id.indexOf(station);
  if (row < 0) return <p className={css.note}>There is no station {station} in this city.</p>;
  const region = scene.stations.region[row] ?? null;
  return (
    <div className={css.panel}>
      <div>
        <h2>{scene.stations.name[row]}</h2>
        <p className={css.note}>
          {station}
          {region === null || region === "" ? "" : ` · ${region}`}
        </p>
      </div>
      <StateNow row={row} />
      <Explained key={station} station={station} />
      <HistoryCharts key={`charts of ${station}`} station={station} />
      <div className={css.buttons}>
        <Button onClick={() => map?.flyTo(row)}>Show on the map</Button>
        <Button onClick={close}>Close</Button>
      </div>
    </div>
  );
}

/** The grid limit that is in force, and how much of it is drawn. */
function limitText(power: number, limit: number): string {
  if (limit === Infinity) return "none";
  const part = Shown.of("1", [1]).text(partOfLimit(power, limit));
  return `${Shown.of("kW", [limit]).text(limit)}, ${part} drawn`;
}

function StateNow({ row }: { readonly row: number }) {
  const { city } = useTwin();
  const { scene } = useSnapshot();
  if (scene === null || city.head === null) return null;
  const { stations } = city.tables;
  const at = (values: ArrayLike<number>) => values[row] ?? 0;
  const bays = scene.stations.bays[row] ?? 0;
  const chargers = scene.stations.chargers[row] ?? 0;
  const power = at(stations.power_kw);
  const why = whyOf(stations, scene, row);
  const values: readonly (readonly [string, string])[] = [
    ["Ready batteries", count(at(stations.ready))],
    ["Charging", count(at(stations.charging))],
    ["Waiting for a charger", count(at(stations.waiting))],
    ["Vehicles in line", count(at(stations.queue))],
    ["Bays busy", `${at(stations.bays_busy)} of ${bays}`],
    ["Bays out of order", count(at(stations.bays_out))],
    ["Chargers", count(chargers)],
    ["Chargers out of order", count(at(stations.chargers_out))],
    ["Power", Shown.of("kW", [power]).text(power)],
    ["Grid limit", limitText(power, stations.limit_kw[row] ?? Infinity)],
    ["Swaps since the start", count(at(stations.swaps))],
    ["Lost since the start", count(at(stations.lost))],
  ];
  return (
    <>
      {at(stations.open) === 0 ? <p className={css.closed}>Closed</p> : null}
      {why === "" ? null : <p>{why}</p>}
      <dl className={css.values}>
        {values.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
