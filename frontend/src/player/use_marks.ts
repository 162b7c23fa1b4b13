/** Events of the whole run of a twin, of one kind. */

import { useEffect, useState } from "react";

import { api, type Schemas, told } from "../api/client.ts";
import { useAsked } from "../api/use_asked.ts";
import { useTwin } from "../live/use_twin.ts";
import type { Kind } from "./kinds.ts";

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
}

const CHANGES = new Set(["intervene", "observe"]);
const AGAIN_MS = 20;

/** For how long all of them are waited for [s]; then what is known so far is shown. */
export const WAIT_S = 0.5;

/** The run is simulated for them, from its start on, which may take a while; again when something is
 * made of it. Bars come as they are known. */
export function useMarks(kind: Kind): Marks {
  const twin = useTwin();
  const [changes, setChanges] = useState(0);
  useEffect(
    () =>
      twin.onMessage((message) => {
        if (message.kind === "did" && CHANGES.has(message.do)) setChanges((before) => before + 1);
      }),
    [twin],
  );
  const about = `marks ${twin.id} ${kind} ${changes}`;
  const ask = (signal: AbortSignal) => {
    const query = { kinds: [kind], most: 0, wait: WAIT_S };
    const params = { path: { twin_id: twin.id }, query };
    return told(api.GET("/api/twins/{twin_id}/marks", { params, signal }));
  };
  const { value, error } = useAsked(about, ask, { every: untilKnown });
  if (value === null) return { bars: null, known: 0, error };
  return { bars: barsOf(value), known: knownOf(value), error };
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
