import { momentOf } from "../live/moment.ts";
import { useSnapshot } from "../live/use_twin.ts";
import { Busy } from "../ui/busy.tsx";
import { Shown } from "../ui/numbers.ts";
import { titleOf } from "../ui/labels.ts";
import { Measured } from "../ui/measured.tsx";
import { Explained } from "../station/explained.tsx";
import { FindStation } from "../station/find_station.tsx";
import css from "./kpis.module.css";
import { NETWORK } from "./network_kpis.ts";
import { WorstStations } from "./worst_stations.tsx";

/** The network up to now, and the stations that are worst off, with what is seen of why. */
export function Kpis() {
  const { scene, kpis } = useSnapshot();
  if (scene === null) return <Busy what="Waiting for the city" />;
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
                  missing={kpis === null ? "not yet computed" : "not defined up to now"}
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
      <FindStation scene={scene} />
    </div>
  );
}
