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
  readonly isComputing: boolean;
  readonly error: unknown;
}

const CHANGES = new Set(["intervene", "observe"]);

/** The run is simulated for them, which may take a while; again when something is made of it. */
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
  const { value, error, isFirst } = useAsked(about, (signal) => {
    const params = { path: { twin_id: twin.id }, query: { kinds: [kind], most: 0 } };
    return told(api.GET("/api/twins/{twin_id}/marks", { params, signal }));
  });
  return { bars: value === null ? null : barsOf(value), isComputing: isFirst, error };
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
