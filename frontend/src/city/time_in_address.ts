/** The simulated time in the address, so that a link shows the same moment. */

import { useEffect, useRef } from "react";

import { useSnapshot, useTwin } from "../live/use_twin.ts";
import { changeState, onLink } from "../url/address.ts";
import { CITY_FIELDS } from "./city_fields.ts";

const EVERY_MS = 3000; // while it plays
const THOUSANDTHS = 1000;
const ROUNDING = 1e-4; // thousandths: what a number that was rounded up already may be above itself

/** Returns a time as the address has it, in thousandths of a second, rounded up: a twin shows what
 * has happened before its time, and a moment earlier would show less. */
export function momentInAddress(now: number): number {
  return Math.max(0, Math.ceil(now * THOUSANDTHS - ROUNDING) / THOUSANDTHS);
}

/** Returns whether a twin stands where an address says. */
export function isThere(now: number, wanted: number): boolean {
  return Math.abs(momentInAddress(now) - wanted) * THOUSANDTHS < 0.5;
}

/** Writes it there: now and then while the twin plays, at once while it stands, and before a link
 * is made. */
export function useTimeInAddress(): void {
  const twin = useTwin();
  const { now, state } = useSnapshot();
  const written = useRef(0);
  const began = useRef(false);
  const isPlaying = state?.playing ?? false;
  useEffect(() => {
    if (now === null || state === null) return;
    const wall = performance.now();
    if (!began.current) {
      // The address that one came with says where to go first; what follows is written.
      began.current = true;
      written.current = wall;
      return;
    }
    if (isPlaying && wall - written.current < EVERY_MS) return;
    written.current = wall;
    changeState(CITY_FIELDS, { t: momentInAddress(now) });
  }, [now, state, isPlaying]);
  useEffect(
    () =>
      onLink(() => {
        const { head, clock } = twin.city;
        if (head === null) return;
        changeState(CITY_FIELDS, { t: momentInAddress(clock.at(performance.now())) });
      }),
    [twin],
  );
}
