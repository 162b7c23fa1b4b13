/** A twin as components need it. */

import { createContext, use, useEffect, useMemo, useSyncExternalStore } from "react";

import { useSession } from "../api/session.ts";
import { sayFailed } from "../ui/toasts.tsx";
import type { Snapshot } from "./snapshots.ts";
import { WatchedTwin } from "./watched.ts";

export const TwinContext = createContext<WatchedTwin | null>(null);

/** Watches a twin for as long as a component shows it, and anew for somebody else. */
export function useWatchedTwin(id: string): WatchedTwin {
  const twin = useMemo(
    () => new WatchedTwin(id, (error) => sayFailed("The twin could not be sought", error)),
    [id],
  );
  const token = useSession((session) => session.token);
  useEffect(() => twin.open(), [twin, token]);
  return twin;
}

/** The twin that is shown around a component. */
export function useTwin(): WatchedTwin {
  const twin = use(TwinContext);
  if (twin === null) throw new Error("no twin is shown here");
  return twin;
}

/** What is known of it, a few times a second at most. */
export function useSnapshot(): Snapshot {
  const { snapshots } = useTwin();
  return useSyncExternalStore(snapshots.subscribe, snapshots.get);
}
