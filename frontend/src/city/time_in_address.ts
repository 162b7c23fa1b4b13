/** The simulated time in the address, so that a link shows the same moment. */

import { useEffect, useRef } from "react";

import { useSnapshot } from "../live/use_twin.ts";
import { changeState } from "../url/address.ts";
import { CITY_FIELDS } from "./city_fields.ts";

const EVERY_MS = 3000; // while it plays

export function useTimeInAddress(): void {
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
    changeState(CITY_FIELDS, { t: Math.round(now) });
  }, [now, state, isPlaying]);
}
