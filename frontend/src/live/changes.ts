/** That something was made of the twin that is shown, by whomever: what was computed of its run
 * before does not hold any more. */

import { useCallback, useEffect, useRef, useState } from "react";

import type { Message } from "./messages.ts";
import type { Snapshot } from "./snapshots.ts";
import { useTwin } from "./use_twin.ts";

interface Watched {
  readonly onMessage: (listener: (message: Message) => void) => () => void;
  readonly snapshots: {
    readonly get: () => Pick<Snapshot, "link">;
    readonly subscribe: (listener: () => void) => () => void;
  };
}

const CHANGES = new Set(["intervene", "observe"]);

/** Call when something is made of a twin, and when that may have been, as nobody heard of it: when
 * a connection that was lost is there again. Returns how to stop. */
export function onChange(twin: Watched, heard: () => void): () => void {
  let wasLost = false;
  const ends = [
    twin.onMessage((message) => {
      if (message.kind === "did" && CHANGES.has(message.do)) heard();
    }),
    twin.snapshots.subscribe(() => {
      const { kind } = twin.snapshots.get().link;
      const isBack = wasLost && kind === "open";
      wasLost = kind === "lost" || (wasLost && !isBack);
      if (isBack) heard();
    }),
  ];
  return () => ends.forEach((end) => end());
}

/** Calls when something was made of the twin that is shown. */
export function useOnChange(heard: () => void): void {
  const twin = useTwin();
  const latest = useRef(heard);
  useEffect(() => {
    latest.current = heard;
  });
  useEffect(() => onChange(twin, () => latest.current()), [twin]);
}

/** How often something was made since this is shown: for keys of what depends on it. */
export function useChanges(): number {
  const [changes, setChanges] = useState(0);
  useOnChange(useCallback(() => setChanges((before) => before + 1), []));
  return changes;
}
