/** Events of the whole run of a twin, of one kind. */

import { api, type Schemas, told } from "../api/client.ts";
import { useAsked } from "../api/use_asked.ts";
import { useChanges } from "../live/changes.ts";
import { useTwin } from "../live/use_twin.ts";
import { queryOf, type Wanted } from "./kinds.ts";

export interface Bars {
  /** Of each bar; the first begins at the start [s]. */
  readonly width: number;
  readonly heights: readonly number[];
}

interface Marks {
  readonly bars: Bars | null;
  /** Part of the run that has been looked through, from 0 to 1. */
  readonly known: number;
  readonly error: unknown;
  /** The shortest that counts [s]; null until it is told. */
  readonly least: number | null;
  readonly again: () => void;
}

const AGAIN_MS = 20;

/** For how long all of them are waited for [s]; then what is known so far is shown. */
export const WAIT_S = 0.5;

/** The run is simulated for them, from its start on, which may take a while; again when something is
 * made of it. Bars come as they are known. */
export function useMarks(wanted: Wanted): Marks {
  const twin = useTwin();
  const made = useChanges();
  const about = `marks ${twin.id} ${JSON.stringify(queryOf(wanted))} ${made}`;
  const ask = (signal: AbortSignal) => {
    const query = { ...queryOf(wanted), most: 0, wait: WAIT_S };
    const params = { path: { twin_id: twin.id }, query };
    return told(api.GET("/api/twins/{twin_id}/marks", { params, signal }));
  };
  const { value, error, again } = useAsked(about, ask, { every: untilKnown });
  if (value === null) return { bars: null, known: 0, error, least: null, again };
  const least = value.kinds[0]?.least_s ?? 0;
  return { bars: barsOf(value), known: knownOf(value), error, least, again };
}

/** Return after which time one asks again [ms]; null once the whole run has been looked through. */
export function untilKnown(marks: Schemas["MarksInfo"]): number | null {
  return knownOf(marks) < 1 ? AGAIN_MS : null;
}

/** Return which part of the run has been looked through, from 0 to 1. */
export function knownOf({ known_s, end_s }: Schemas["MarksInfo"]): number {
  return end_s > 0 ? known_s / end_s : 1;
}

const made = new WeakMap<Schemas["MarksInfo"], Bars>();

function barsOf(marks: Schemas["MarksInfo"]): Bars {
  const known = made.get(marks);
  if (known !== undefined) return known;
  const [of] = marks.kinds;
  const heights = of === undefined ? [] : of.kind === "loss" ? of.begun : of.stations;
  const bars = { width: marks.slot_s, heights };
  made.set(marks, bars);
  return bars;
}
