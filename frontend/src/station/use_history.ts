/** What was seen of a station lately, as it is wanted for charts. */

import { useState } from "react";

import { api, type Schemas, told } from "../api/client.ts";
import { useAsked } from "../api/use_asked.ts";
import { useSnapshot, useTwin } from "../live/use_twin.ts";

const STEPS = 60; // in a window: it is asked again when the twin has gone on by one
const POINTS = 400;

export type History = Schemas["HistoryInfo"];

interface Asked {
  readonly history: History | null;
  readonly error: unknown;
  readonly isComputing: boolean;
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
  const about = end <= 0 ? null : JSON.stringify([twin.id, station, window, end]);
  const { value, error, isFirst } = useAsked(about, (signal) => {
    const query = {
      stations: [station],
      network: false,
      begin_s: Math.max(0, end - window),
      end_s: end,
      points: POINTS,
    };
    const params = { path: { twin_id: twin.id }, query };
    return told(api.GET("/api/twins/{twin_id}/history", { params, signal }));
  });
  const [kept, setKept] = useState<{ station: string; value: History } | null>(null);
  if (value !== null && kept?.value !== value) setKept({ station, value });
  const last = kept?.station === station ? kept.value : null;
  return { history: value ?? last, error, isComputing: isFirst && last === null };
}
