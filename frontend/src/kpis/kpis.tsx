import { CITY_FIELDS } from "../city/city_fields.ts";
import { useMap } from "../city/shown_map.ts";
import { momentOf } from "../live/moment.ts";
import { useSnapshot, useTwin } from "../live/use_twin.ts";
import { count, Shown } from "../ui/numbers.ts";
import { titleOf } from "../ui/labels.ts";
import { Measured } from "../ui/measured.tsx";
import { Explained } from "../station/explained.tsx";
import { useAddressState } from "../url/address.ts";
import css from "./kpis.module.css";
import { NETWORK } from "./network_kpis.ts";
import { RegionChoice } from "./region_choice.tsx";
import { worstOf } from "./worst.ts";

const MOST = 8;
const NOT_YET = "not yet computed";

/** The network up to now, and the stations that are worst off, with what is seen of why. */
export function Kpis() {
  const { scene, kpis } = useSnapshot();
  if (scene === null) return <p className={css.note}>Waiting for the city…</p>;
  return (
    <div className={css.kpis}>
      <div>
        <h2>{scene.name}</h2>
        <p className={css.note}>
          {kpis === null
            ? "Nothing computed yet."
            : `From ${momentOf(scene.clock.start, 0)} to ${momentOf(scene.clock.start, kpis.now)}, city time.`}
        </p>
      </div>
      <dl className={css.values}>
        {NETWORK.map(({ name, unit, meaning }) => {
          const value = kpis?.total[name] ?? null;
          return (
            <div key={name} title={meaning}>
              <dt>{titleOf(name)}</dt>
              <dd>
                <Measured
                  measure={name}
                  value={value}
                  text={Shown.of(unit, [value]).text(value)}
                  missing={kpis === null ? NOT_YET : "not defined up to now"}
                />
              </dd>
            </div>
          );
        })}
      </dl>
      <p className={css.note}>
        One run of many that could be: without an interval. Compare runs to know what is chance.
      </p>
      <Explained station={null} />
      <WorstStations />
    </div>
  );
}

function WorstStations() {
  const { city } = useTwin();
  const map = useMap();
  const { scene } = useSnapshot();
  const [{ region: wanted }, change] = useAddressState(CITY_FIELDS);
  if (scene === null || city.head === null) return null;
  const region = scene.stations.region.includes(wanted) ? wanted : null;
  const worst = worstOf(city.tables.stations, scene, MOST, region);
  return (
    <section data-guide="worst">
      <div className={css.head}>
        <h3>Worst off now</h3>
        <RegionChoice
          regions={scene.stations.region}
          value={region}
          onPick={(picked) => change({ region: picked })}
        />
      </div>
      {worst.length === 0 ? (
        <p className={css.note}>
          {region === null ? "No queue anywhere" : `No queue in ${region}`}, and every station has a
          battery ready. Jump to the next stock-out below the map.
        </p>
      ) : (
        <ol className={css.worst}>
          {worst.map(({ row, queue, why }) => (
            <li key={row}>
              <button
                type="button"
                onClick={() => {
                  change({ station: scene.stations.id[row] ?? null });
                  map?.flyTo(row);
                }}
              >
                <span className={css.name}>
                  {scene.stations.name[row]}
                  {region === null ? <RegionOf name={scene.stations.region[row] ?? null} /> : null}
                </span>
                <span className={css.queue}>{queue > 0 ? `${count(queue)} in line` : "empty"}</span>
                <span className={css.why}>{why}</span>
              </button>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function RegionOf({ name }: { readonly name: string | null }) {
  return name === null ? null : <span className={css.region}> {name}</span>;
}
