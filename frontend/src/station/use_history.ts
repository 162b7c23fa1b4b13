/** What was seen of a station lately, as it is wanted for charts. */

import { useState } from "react";

import { api, type Schemas, told } from "../api/client.ts";
import { ProblemError } from "../api/problem.ts";
import { useAsked } from "../api/use_asked.ts";
import { useSnapshot, useTwin } from "../live/use_twin.ts";
import { useChanges } from "../twins/changes.ts";

const STEPS = 60; // in a window: it is asked again when the twin has gone on by one
const POINTS = 400;
const AGAIN_MS = 1000;

export type History = Schemas["HistoryInfo"];

interface Asked {
  readonly history: History | null;
  readonly error: unknown;
  readonly isComputing: boolean;
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

/** Where charts end [s]: now; while the twin plays, the last of moments that are a step apart. */
function useEnd(step: number): number {
  const { now, state } = useSnapshot();
  const isPlaying = state?.playing ?? false;
  return isPlaying ? Math.floor((now ?? 0) / step) * step : (now ?? 0);
}

/** The hours up to now; while newer ones are asked for, the last ones stay.
 *
 * @param window how far back [s].
 */
export function useHistory(station: string, window: number): Asked {
  const twin = useTwin();
  const end = useEnd(window / STEPS);
  const changes = useChanges();
  const about = end <= 0 ? null : JSON.stringify([twin.id, changes, station, window, end]);
  const { value, error, isFirst } = useAsked(about, (signal) => {
    const query = {
      stations: [station],
      network: false,
      begin_s: Math.max(0, end - window),
      end_s: end,
      points: POINTS,
    };
    return seen(twin.id, query, signal);
  });
  const [kept, setKept] = useState<{ station: string; value: History } | null>(null);
  if (value !== null && kept?.value !== value) setKept({ station, value });
  const last = kept?.station === station ? kept.value : null;
  return { history: value ?? last, error, isComputing: isFirst && last === null };
}
