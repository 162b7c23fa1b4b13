import { useEffect, useRef, useState } from "react";

import { api, told } from "../api/client.ts";
import { messageOf } from "../api/problem.ts";
import { type Asked, useAsked } from "../api/use_asked.ts";
import { CITY_FIELDS } from "../city/city_fields.ts";
import { steady, worstOf } from "../kpis/worst.ts";
import { useSnapshot, useTwin } from "../live/use_twin.ts";
import { Busy } from "../ui/busy.tsx";
import { Button } from "../ui/button.tsx";
import { changeState, stateNow, useAddressState } from "../url/address.ts";
import type { CityMap as Streets } from "./base_map.ts";
import { calloutOf } from "./callout_words.ts";
import { CityMap, type Options } from "./city_map.ts";
import css from "./map_view.module.css";
import type { Found } from "./picking.ts";
import type { Shown } from "./shown.ts";
import { Tip } from "./tip.tsx";
import { usePalette } from "./use_palette.ts";

const MOST_NAMES = 3;

interface MapViewProps {
  /** Told of the map, and of its end. */
  readonly onMap: (map: CityMap | null) => void;
}

/** The map of the twin around it. React is not asked while it plays. */
export function MapView({ onMap }: MapViewProps) {
  const twin = useTwin();
  const box = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<CityMap | null>(null);
  const [pointed, setPointed] = useState<Found | null>(null);
  const [isDrawn, setDrawn] = useState(false);
  const tip = useRef<HTMLDivElement>(null);
  const shown = useShown();
  const first = useRef(shown);
  useEffect(() => {
    if (box.current === null) return;
    const made = new CityMap(box.current, twin.city, optionsNow(first.current), {
      picked: (found) => select(twin.city.scene?.stations.id ?? [], found),
      pointedAt: (found, [x, y]) => {
        setPointed((before) => (isSame(before, found) ? before : found));
        tip.current?.style.setProperty("transform", `translate(${x}px, ${y}px)`);
      },
      moved: (camera) => changeState(CITY_FIELDS, { camera }),
      drawn: () => setDrawn(true),
    });
    setMap(made);
    onMap(made);
    return () => {
      setMap(null);
      setDrawn(false);
      onMap(null);
      made.destroy();
    };
  }, [twin, onMap]);
  useEffect(() => map?.show(shown), [map, shown]);
  const streets = useStreets(map);
  useCallouts(map, shown);
  return (
    <div className={css.map} data-streets={isDrawn ? "drawn" : "awaited"}>
      <div ref={box} className={css.canvas} aria-label="Map of the city" role="application" />
      <div ref={tip} className={css.tip}>
        {pointed === null ? null : <Tip found={pointed} />}
      </div>
      <StreetsSign asked={streets} isDrawn={isDrawn} />
    </div>
  );
}

/** What the address says is shown, in the colours of the theme. */
function useShown(): Shown {
  const [{ measure, layers, station }] = useAddressState(CITY_FIELDS);
  const { scene } = useSnapshot();
  const palette = usePalette();
  const row = scene === null || station === null ? -1 : scene.stations.id.indexOf(station);
  const [kept, setKept] = useState<Shown>({ palette, measure, layers, station: row });
  const isSameAsKept =
    kept.palette === palette &&
    kept.measure === measure &&
    kept.station === row &&
    kept.layers.join() === layers.join();
  if (isSameAsKept) return kept;
  const changed = { palette, measure, layers, station: row };
  setKept(changed);
  return changed;
}

function optionsNow(shown: Shown): Options {
  return {
    camera: stateNow(CITY_FIELDS).camera,
    shown,
    isMotionReduced: matchMedia("(prefers-reduced-motion: reduce)").matches,
  };
}

function useStreets(map: CityMap | null): Asked<unknown> {
  const { id } = useTwin();
  const asked = useAsked(`map of ${id}`, (signal) =>
    told(api.GET("/api/twins/{twin_id}/map", { params: { path: { twin_id: id } }, signal })),
  );
  const { value } = asked;
  useEffect(() => {
    // The description cannot say that points have two numbers, and GeoJSON's types do.
    if (map !== null && value !== null) map.showStreets(value as unknown as Streets);
  }, [map, value]);
  return asked;
}

/** Says how it stands with the streets, until they are to be seen. */
function StreetsSign({ asked, isDrawn }: { asked: Asked<unknown>; isDrawn: boolean }) {
  if (isDrawn) return null;
  return (
    <div className={css.sign}>
      {asked.error === null ? (
        <Busy what="Drawing the streets" />
      ) : (
        <>
          <span>The streets could not be had: {messageOf(asked.error)}</span>
          <Button onClick={asked.again}>Try again</Button>
        </>
      )}
    </div>
  );
}

/** Names the station that is selected and those that are worst off. */
function useCallouts(map: CityMap | null, { station, layers }: Shown): void {
  const { city } = useTwin();
  const { scene, turn } = useSnapshot();
  const before = useRef<readonly number[]>([]);
  useEffect(() => {
    if (map === null || scene === null || city.head === null) return;
    const { stations } = city.tables;
    const isWanted = layers.includes("names") && layers.includes("stations");
    const worst = isWanted ? worstOf(stations, scene, 2 * MOST_NAMES).map(({ row }) => row) : [];
    before.current = steady(before.current, worst, MOST_NAMES);
    const rows = [...new Set(station < 0 ? before.current : [station, ...before.current])];
    map.name(rows.map((row) => ({ row, callout: calloutOf(stations, scene, row) })));
  }, [map, city, scene, turn, station, layers]);
}

function select(ids: readonly string[], found: Found | null): void {
  const isStation = found?.kind === "station";
  changeState(CITY_FIELDS, { station: isStation ? (ids[found.row] ?? null) : null });
}

function isSame(one: Found | null, other: Found | null): boolean {
  return one?.kind === other?.kind && one?.row === other?.row;
}
