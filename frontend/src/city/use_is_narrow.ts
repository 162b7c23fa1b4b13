/** Whether the screen is too narrow for panels beside the map. */

import { useSyncExternalStore } from "react";

const narrow = window.matchMedia("(max-width: 699px)");

export function useIsNarrow(): boolean {
  return useSyncExternalStore(onChange, () => narrow.matches);
}

function onChange(listener: () => void): () => void {
  narrow.addEventListener("change", listener);
  return () => narrow.removeEventListener("change", listener);
}
