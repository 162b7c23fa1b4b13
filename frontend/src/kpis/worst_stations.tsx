import { useState } from "react";

import { CITY_FIELDS } from "../city/city_fields.ts";
import { useMap } from "../city/shown_map.ts";
import type { StationColumns } from "../live/layout.ts";
import type { Scene } from "../live/scene.ts";
import { useSnapshot, useTwin } from "../live/use_twin.ts";
import { useAddressState } from "../url/address.ts";
import { RegionChoice } from "./region_choice.tsx";
import { troubleOf, whyOf, worstOf } from "./worst.ts";
import css from "./worst_stations.module.css";

const MOST = 8;

/** The stations that are worst off at this moment, and what can be seen of why. */
export function WorstStations() {
  const { scene } = useSnapshot();
  const [{ region: wanted }, change] = useAddressState(CITY_FIELDS);
  if (scene === null) return null;
  const { region: regions } = scene.stations;
  const region = regions.includes(wanted) ? wanted : null;
  return (
    <section data-guide="worst" className={css.section}>
      <div className={css.head}>
        <h3>Worst off now</h3>
        <RegionChoice
          regions={regions}
          value={region}
          onPick={(picked) => change({ region: picked })}
        />
      </div>
      <Worst key={region} scene={scene} region={region} />
    </section>
  );
}

interface WorstProps {
  readonly scene: Scene;
  /** Whose stations are listed; null for all. */
  readonly region: string | null;
}

function Worst({ scene, region }: WorstProps) {
  const { city } = useTwin();
  const map = useMap();
  const [, change] = useAddressState(CITY_FIELDS);
  const [held, setHeld] = useState<readonly number[] | null>(null);
  if (city.head === null) return null;
  const { stations } = city.tables;
  // Whoever reaches for a station finds it where it is, though the city plays on.
  const rows = held ?? worstOf(stations, scene, MOST, region).map(({ row }) => row);
  const hold = () => setHeld(rows);
  const letGo = () => setHeld(null);
  const choose = (row: number) => {
    change({ station: scene.stations.id[row] ?? null });
    map?.flyTo(row);
  };
  if (rows.length === 0) return <NoneOf region={region} />;
  const holding = { onPointerEnter: hold, onPointerLeave: letGo, onFocus: hold, onBlur: letGo };
  return (
    <ol className={css.worst} {...holding}>
      {rows.map((row) => (
        <Row
          key={row}
          row={row}
          stations={stations}
          scene={scene}
          region={region === null ? (scene.stations.region[row] ?? null) : null}
          onChoose={() => choose(row)}
        />
      ))}
    </ol>
  );
}

function NoneOf({ region }: { readonly region: string | null }) {
  return (
    <p className={css.note}>
      {region === null ? "No queue anywhere" : `No queue in ${region}`}, and every station has a
      battery ready. Jump to the next stock-out below the map.
    </p>
  );
}

interface RowProps {
  readonly row: number;
  readonly stations: StationColumns;
  readonly scene: Scene;
  /** Where it is; null where that is said already. */
  readonly region: string | null;
  readonly onChoose: () => void;
}

function Row({ row, stations, scene, region, onChoose }: RowProps) {
  const trouble = troubleOf(stations, row);
  const name = scene.stations.name[row] ?? "";
  const isSaid = region === null || name.startsWith(region);
  return (
    <li>
      <button type="button" onClick={onChoose}>
        <span className={css.name}>
          {name}
          {isSaid ? null : <span className={css.region}> {region}</span>}
        </span>
        {trouble === null ? (
          <span className={css.well}>well again</span>
        ) : (
          <span className={css.trouble}>
            <span aria-hidden="true">{trouble.sign}</span> {trouble.text}
          </span>
        )}
        <span className={css.why}>{whyOf(stations, scene, row)}</span>
      </button>
    </li>
  );
}
