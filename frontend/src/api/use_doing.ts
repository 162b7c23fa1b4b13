/** Something that is done when a button is pressed: whether it is under way, and why it failed. */

import { useState } from "react";

export interface Doing {
  readonly isBusy: boolean;
  /** Why the last one failed; null if it did not. */
  readonly error: unknown;
  readonly run: (what: () => Promise<unknown>) => void;
  readonly forget: () => void;
}

export function useDoing(): Doing {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const forget = () => setError(null);
  const run = (what: () => Promise<unknown>) => {
    setBusy(true);
    forget();
    what()
      .catch(setError)
      .finally(() => setBusy(false));
  };
  return { isBusy, error, run, forget };
}
