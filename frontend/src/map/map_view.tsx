import { useCallback, useEffect, useRef, useState } from "react";

import { CITY_FIELDS } from "../city/city_fields.ts";
import { useSnapshot, useTwin } from "../live/use_twin.ts";
import { Busy } from "../ui/busy.tsx";
import { ProblemBox } from "../ui/problem_box.tsx";
import { changeState, stateNow, useAddressState } from "../url/address.ts";
import type { CityMap, Listeners, Options } from "./city_map.ts";
import css from "./map_view.module.css";
import type { Found } from "./picking.ts";
import type { Shown } from "./shown.ts";
import { StreetsSign, useStreets } from "./streets.tsx";
import { Tip } from "./tip.tsx";
import { type Make, useCityMap } from "./use_city_map.ts";
import { useCallouts } from "./use_callouts.ts";
import { usePalette } from "./use_palette.ts";

interface MapViewProps {
  /** Told of the map, and of its end. */
  readonly onMap: (map: CityMap | null) => void;
}

/** The map of the twin around it. React is not asked while it plays. */
export function MapView({ onMap }: MapViewProps) {
  const twin = useTwin();
  const box = useRef<HTMLDivElement>(null);
  const [drawn, setDrawn] = useState<CityMap | null>(null);
  const { tip, pointed, pointedAt } = useTip();
  const shown = useShown();
  const first = useRef(shown);
  const make = useCallback<Make>(
    (Map, element, lost) => {
      const made: CityMap = new Map(element, twin.city, optionsNow(first.current), {
        moved: (camera) => changeState(CITY_FIELDS, { camera }),
        picked: (found) => select(twin.city.scene?.stations.id ?? [], found),
        pointedAt,
        drawn: () => setDrawn(made),
        lost,
      });
      return made;
    },
    [twin, pointedAt],
  );
  const { map, error, again } = useCityMap(box, make);
  useShowing(map, shown, onMap);
  const streets = useStreets(map);
  useCallouts(map, shown);
  const isDrawn = map !== null && drawn === map;
  return (
    <div className={css.map} data-streets={isDrawn ? "drawn" : "awaited"}>
      <div ref={box} className={css.canvas} aria-label="Map of the city" role="application" />
      <div ref={tip} className={css.tip}>
        {pointed === null || map === null ? null : <Tip found={pointed} />}
      </div>
      {map === null ? <Instead error={error} again={again} /> : null}
      {map === null || isDrawn ? null : <StreetsSign asked={streets} />}
    </div>
  );
}

/** What is under the pointer, and the box that says it: it is moved past React. */
function useTip() {
  const [pointed, setPointed] = useState<Found | null>(null);
  const tip = useRef<HTMLDivElement>(null);
  const pointedAt = useCallback<Listeners["pointedAt"]>((found, [x, y]) => {
    setPointed((before) => (isSame(before, found) ? before : found));
    tip.current?.style.setProperty("transform", `translate(${x}px, ${y}px)`);
  }, []);
  return { tip, pointed, pointedAt };
}

function useShowing(map: CityMap | null, shown: Shown, onMap: MapViewProps["onMap"]): void {
  useEffect(() => {
    onMap(map);
    return () => onMap(null);
  }, [map, onMap]);
  useEffect(() => map?.show(shown), [map, shown]);
}

interface InsteadProps {
  readonly error: unknown;
  readonly again: () => void;
}

/** What stands where there is no map yet, or none that can be drawn. */
function Instead({ error, again }: InsteadProps) {
  return (
    <div className={css.instead}>
      {error === null ? (
        <Busy what="Opening the map" />
      ) : (
        <>
          <ProblemBox what="The map cannot be drawn" error={error} again={again} />
          <p>The city goes on: its numbers, its stations and its time line are here.</p>
        </>
      )}
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

function select(ids: readonly string[], found: Found | null): void {
  const isStation = found?.kind === "station";
  changeState(CITY_FIELDS, { station: isStation ? (ids[found.row] ?? null) : null });
}

function isSame(one: Found | null, other: Found | null): boolean {
  return one?.kind === other?.kind && one?.row === other?.row;
}
