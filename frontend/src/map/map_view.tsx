import { useEffect, useRef, useState } from "react";

import { api, told } from "../api/client.ts";
import { useAsked } from "../api/use_asked.ts";
import { CITY_FIELDS } from "../city/city_fields.ts";
import { paddingFor } from "./free_space.ts";
import { useSnapshot, useTwin } from "../live/use_twin.ts";
import { changeState, stateNow, useAddressState } from "../url/address.ts";
import type { CityMap as Streets } from "./base_map.ts";
import { CityMap, type Options } from "./city_map.ts";
import css from "./map_view.module.css";
import type { Found } from "./picking.ts";
import type { Shown } from "./shown.ts";
import { Tip } from "./tip.tsx";
import { usePalette } from "./use_palette.ts";

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
    });
    setMap(made);
    onMap(made);
    return () => {
      setMap(null);
      onMap(null);
      made.destroy();
    };
  }, [twin, onMap]);
  useEffect(() => map?.show(shown), [map, shown]);
  useStreets(map);
  return (
    <div className={css.map}>
      <div ref={box} className={css.canvas} aria-label="Map of the city" role="application" />
      <div ref={tip} className={css.tip}>
        {pointed === null ? null : <Tip found={pointed} />}
      </div>
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
    streets: null,
    paddingFor,
    isMotionReduced: matchMedia("(prefers-reduced-motion: reduce)").matches,
  };
}

function useStreets(map: CityMap | null): void {
  const { id } = useTwin();
  const { value } = useAsked(`map of ${id}`, (signal) =>
    told(api.GET("/api/twins/{twin_id}/map", { params: { path: { twin_id: id } }, signal })),
  );
  useEffect(() => {
    // The description cannot say that points have two numbers, and GeoJSON's types do.
    if (map !== null && value !== null) map.showStreets(value as unknown as Streets);
  }, [map, value]);
}

function select(ids: readonly string[], found: Found | null): void {
  const isStation = found?.kind === "station";
  changeState(CITY_FIELDS, { station: isStation ? (ids[found.row] ?? null) : null });
}

function isSame(one: Found | null, other: Found | null): boolean {
  return one?.kind === other?.kind && one?.row === other?.row;
}
