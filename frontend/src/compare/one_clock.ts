/** One clock for two twins: the right one does what the left one does, and is brought back to its
 * time where it has strayed; once it is wished, if it stands elsewhere. */

import { useEffect, useState } from "react";

import { useMay } from "../api/me.ts";
import type { Command, TwinState } from "../live/messages.ts";
import type { WatchedTwin } from "../live/watched.ts";

type State = Pick<TwinState, "now" | "playing" | "wanted_speed">;

const NEAR_S = 1; // of twins that stand [simulated s]
const NEAR_WALL_S = 1; // of twins that play: as far as they go in this time

/** Return what a twin is to do so that it goes with another one. */
export function corrections(leader: State, follower: State): readonly Command[] {
  const commands: Command[] = [];
  if (follower.wanted_speed !== leader.wanted_speed) {
    commands.push({ do: "speed", speed: leader.wanted_speed });
  }
  if (follower.playing !== leader.playing) commands.push({ do: leader.playing ? "play" : "pause" });
  const near = leader.playing ? NEAR_S + NEAR_WALL_S * leader.wanted_speed : NEAR_S;
  if (Math.abs(follower.now - leader.now) > near) commands.push({ do: "seek", at: leader.now });
  return commands;
}

export interface OneClock {
  /** Does the second twin go with the first one? Null until it is known whether both are together. */
  readonly isOne: boolean | null;
  /** May it be made to? */
  readonly may: boolean;
  readonly choose: (isOne: boolean) => void;
}

/** Have the second twin go with the first one while both are watched: where they stand together, or
 * when that is wished. Others may be watching it, where it stands. */
export function useOneClock(leader: WatchedTwin, follower: WatchedTwin): OneClock {
  const may = useMay("command_twin");
  const [isOne, choose] = useState<boolean | null>(null);
  useEffect(() => {
    if (!may || isOne === false) return undefined;
    let isBusy = false;
    const follow = async () => {
      const [one, other] = [nowOf(leader), nowOf(follower)];
      if (isBusy || one === null || other === null) return;
      const commands = corrections(one, other);
      if (isOne === null) {
        choose(commands.length === 0);
        return;
      }
      isBusy = true;
      try {
        for (const command of commands) await follower.command(command);
      } catch {
        // It is not watched just now, or another one has been faster: the next message tries again.
      } finally {
        isBusy = false;
      }
    };
    if (isOne === true) void follow();
    const ends = [leader, follower].map((twin) => twin.onMessage(() => void follow()));
    return () => ends.forEach((end) => end());
  }, [leader, follower, may, isOne]);
  return { isOne, may, choose };
}

/** Return where a twin stands by its newest frame, which is later than its last state. */
function nowOf({ city: { state, head } }: WatchedTwin): State | null {
  return state === null ? null : { ...state, now: Math.max(state.now, head?.now ?? 0) };
}
