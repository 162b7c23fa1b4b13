/**
 * The map in a box: made when its code is there, and made anew when the browser has taken the
 * graphics card away from it, as it does when a machine wakes up or the card's driver starts again.
 */

import { type RefObject, useCallback, useEffect, useRef, useState } from "react";

import type { CityMap } from "./city_map.ts";

const PAUSE_MS = 300; // the card may need a moment
const SOON_MS = 10_000; // a map lost again so soon is made anew when somebody asks for it

const LOST = "The browser has taken the graphics card away from it, twice in a row.";

/** Makes a map in an element; `lost` is to be called when it cannot draw any more. */
export type Make = (Map: typeof CityMap, element: HTMLElement, lost: () => void) => CityMap;

interface MapInBox {
  readonly map: CityMap | null;
  /** Why there is none; null while there is one, or will be. */
  readonly error: unknown;
  readonly again: () => void;
}

export function useCityMap(box: RefObject<HTMLElement | null>, make: Make): MapInBox {
  const [map, setMap] = useState<CityMap | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [turn, setTurn] = useState(0);
  const lostAt = useRef(-Infinity);
  const again = useCallback(() => {
    setError(null);
    setTurn((before) => before + 1);
  }, []);
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const lost = () => {
      const now = performance.now();
      const isSoon = now - lostAt.current < SOON_MS;
      lostAt.current = now;
      if (isSoon) setError(new Error(LOST));
      return isSoon ? null : PAUSE_MS;
    };
    return living(element, make, { setMap, setError, lost, again });
  }, [box, make, turn, again]);
  return { map, error, again };
}

interface Told {
  readonly setMap: (map: CityMap | null) => void;
  readonly setError: (error: unknown) => void;
  /** Returns how long to wait with another one [ms]; null to have none. */
  readonly lost: () => number | null;
  readonly again: () => void;
}

/** Has a map live in an element; returns how to end it. */
function living(element: HTMLElement, make: Make, told: Told): () => void {
  let made: CityMap | null = null;
  let isOver = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = () => {
    isOver = true;
    clearTimeout(timer);
    told.setMap(null);
    made?.destroy();
    made = null;
  };
  const lost = () => {
    if (isOver) return;
    end();
    const pause = told.lost();
    if (pause !== null) timer = setTimeout(told.again, pause);
  };
  import("./city_map.ts").then(
    ({ CityMap: Map }) => {
      if (isOver) return;
      try {
        made = make(Map, element, lost);
        told.setMap(made);
      } catch (error) {
        told.setError(error);
      }
    },
    (error: unknown) => {
      if (!isOver) told.setError(error);
    },
  );
  return end;
}
