/** How a city is met: where the address says, and the demo in motion. */

import { useEffect, useRef } from "react";

import { useMay } from "../api/me.ts";
import { useSnapshot, useTwin } from "../live/use_twin.ts";
import { stateNow } from "../url/address.ts";
import { CITY_FIELDS } from "./city_fields.ts";

const DEMO_SPEED = 120;
const UNTOUCHED = 1; // command: the demo was sought to its first moment
const NEAR_S = 1;

/** Goes once to the time of the address, if the twin stands elsewhere and one may; or lets the demo
 * play, if nobody has done anything to it. A twin that plays is left alone: others may watch it. */
export function useBeginning(isDemo: boolean): void {
  const twin = useTwin();
  const { state } = useSnapshot();
  const may = useMay("command_twin");
  const wanted = useRef(stateNow(CITY_FIELDS).t);
  const isDone = useRef(false);
  useEffect(() => {
    if (isDone.current || state === null || !may) return;
    isDone.current = true;
    if (state.playing) return;
    if (wanted.current !== null) {
      if (Math.abs(wanted.current - state.now) > NEAR_S) twin.seek(wanted.current);
    } else if (isDemo && state.number <= UNTOUCHED) {
      void play(twin).catch(() => null); // whoever wants it to play presses the button
    }
  }, [twin, state, may, isDemo]);
}

async function play(twin: ReturnType<typeof useTwin>): Promise<void> {
  await twin.command({ do: "speed", speed: DEMO_SPEED });
  await twin.command({ do: "play" });
}
