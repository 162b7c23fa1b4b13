/** What was seen of a station lately, as it is wanted for charts. */

import { useEffect, useRef, useState } from "react";

import { api, type Schemas, told } from "../api/client.ts";
import { ProblemError } from "../api/problem.ts";
import { useAsked } from "../api/use_asked.ts";
import { useChanges } from "../live/changes.ts";
import type { Snapshot } from "../live/snapshots.ts";
import { useSnapshot, useTwin } from "../live/use_twin.ts";

const STEPS = 60; // in a window: it is asked again when the twin has gone on by one
const POINTS = 400;
const AGAIN_MS = 1000;
// Between two questions: while it plays, each answer is drawn anew by React.
const PLAYING_PAUSE_MS = 2000;
const STANDING_PAUSE_MS = 300;

export type History = Schemas["HistoryInfo"];

interface Asked {
  readonly history: History | null;
  readonly error: unknown;
  readonly isComputing: boolean;
  readonly again: () => void;
}

interface Wanted {
  readonly stations: string[];
  readonly network: boolean;
  readonly begin_s: number;
  readonly end_s: number;
  readonly points: number;
}

/** Ask until it is known: of a large city the server simulates the run for a while. */
async function seen(twin_id: string, query: Wanted, signal: AbortSignal): Promise<History> {
  for (;;) {
    try {
      const params = { path: { twin_id }, query };
      return await told(api.GET("/api/twins/{twin_id}/history", { params, signal }));
    } catch (error) {
      if (!(error instanceof ProblemError && error.is("away"))) throw error;
      await new Promise((go) => setTimeout(go, AGAIN_MS));
    }
  }
}

/** Where charts are wanted to end [s]: now; while the twin plays, the last of moments that are a step apart. */
function endOf({ now, state }: Snapshot, step: number): number {
  const isPlaying = state?.playing ?? false;
  return isPlaying ? Math.floor((now ?? 0) / step) * step : (now ?? 0);
}

/** Has a newer end take the place of the one that is shown, when the answer to that has come and a
 * pause is over: one question is under way at a time, and none is broken off. */
function useNewerEnd(
  { wanted, end, isAsked }: { wanted: number; end: number; isAsked: boolean },
  take: (end: number) => void,
): void {
  const isPlaying = useSnapshot().state?.playing ?? false;
  const takenAt = useRef(-Infinity);
  useEffect(() => {
    if (isAsked || wanted === end) return undefined;
    const pause = isPlaying ? PLAYING_PAUSE_MS : STANDING_PAUSE_MS;
    const rest = Math.max(0, takenAt.current + pause - performance.now());
    const timer = setTimeout(() => {
      takenAt.current = performance.now();
      take(wanted);
    }, rest);
    return () => clearTimeout(timer);
  }, [wanted, end, isAsked, isPlaying, take]);
}

/** The hours up to now; while newer ones are asked for, the last ones stay.
 *
 * @param window how far back [s].
 */
export function useHistory(station: string, window: number): Asked {
  const twin = useTwin();
  const changes = useChanges();
  const wanted = endOf(useSnapshot(), window / STEPS);
  const [end, setEnd] = useState(wanted);
  const about = end <= 0 ? null : JSON.stringify([twin.id, station, window, end, changes]);
  const { value, error, isFirst, again } = useAsked(about, (signal) => {
    const query = {
      stations: [station],
      network: false,
      begin_s: Math.max(0, end - window),
      end_s: end,
      points: POINTS,
    };
    return seen(twin.id, query, signal);
  });
  useNewerEnd({ wanted, end, isAsked: isFirst }, setEnd);
  const [kept, setKept] = useState<{ station: string; value: History } | null>(null);
  if (value !== null && kept?.value !== value) setKept({ station, value });
  const last = kept?.station === station ? kept.value : null;
  return { history: value ?? last, error, isComputing: isFirst && last === null, again };
}
