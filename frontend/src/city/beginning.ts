/** How a city is met: where the address says, and the demo in motion. */

import { useEffect, useRef, useState } from "react";

import { useMay, useMe } from "../api/me.ts";
import type { TwinState } from "../live/messages.ts";
import { useSnapshot, useTwin } from "../live/use_twin.ts";
import type { WatchedTwin } from "../live/watched.ts";
import { changeState, onArrival, stateNow } from "../url/address.ts";
import { CITY_FIELDS } from "./city_fields.ts";
import { isThere, momentInAddress } from "./time_in_address.ts";

const DEMO_SPEED = 120;
const UNTOUCHED = 1; // command: the demo was sought to its first moment

/** Somebody who comes by an address. */
export interface Coming {
  /** The time that it says [s]. */
  readonly t: number | null;
  /** Whether the city was not shown before. */
  readonly isFirst: boolean;
}

/** What is met. */
interface Met {
  readonly state: TwinState;
  readonly may: boolean;
  readonly isDemo: boolean;
}

/** Goes to the time of the address, if the twin stands elsewhere and one may; or lets the demo play,
 * if nobody has done anything to it. A twin that plays is left alone, as others may watch it: what
 * is returned is the time of the address where it was not gone to [s]. */
export function useBeginning(isDemo: boolean): number | null {
  const twin = useTwin();
  const { state } = useSnapshot();
  const may = useMay("command_twin");
  const isAsked = useMe(({ why }) => why !== "asking");
  const coming = useRef<Coming | null>({ t: stateNow(CITY_FIELDS).t, isFirst: true });
  const [turn, setTurn] = useState(0);
  const [missed, setMissed] = useState<number | null>(null);
  useEffect(
    () =>
      onArrival(() => {
        coming.current = { t: stateNow(CITY_FIELDS).t, isFirst: false };
        setTurn((before) => before + 1);
      }),
    [],
  );
  useEffect(() => {
    const come = coming.current;
    if (come === null || state === null || !isAsked) return;
    coming.current = null;
    void meet(twin, come, { state, may, isDemo }).then(setMissed);
  }, [twin, state, may, isDemo, isAsked, turn]);
  return missed;
}

/** Does what is to be done when somebody comes, and returns which time was not gone to [s]. */
export async function meet(
  twin: Pick<WatchedTwin, "command" | "seek">,
  { t, isFirst }: Coming,
  { state, may, isDemo }: Met,
): Promise<number | null> {
  if (t === null) {
    if (!isFirst) changeState(CITY_FIELDS, { t: momentInAddress(state.now) });
    const isUntouched = isDemo && !state.playing && state.number <= UNTOUCHED;
    if (isFirst && isUntouched && may && !isMotionUnwanted()) await play(twin);
    return null;
  }
  if (isThere(state.now, t)) return null;
  if (state.playing || !may) return t;
  twin.seek(t);
  return null;
}

/** Nothing moves by itself for those who do not want it to: they press the button. */
function isMotionUnwanted(): boolean {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}

async function play(twin: Pick<WatchedTwin, "command">): Promise<void> {
  try {
    await twin.command({ do: "speed", speed: DEMO_SPEED });
    await twin.command({ do: "play" });
  } catch {
    // Whoever wants it to play presses the button.
  }
}
