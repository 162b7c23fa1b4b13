/** What is being written, kept by the browser's tab until it is stored: who follows a link, or loads
 * the page anew, finds it again. */

import { useCallback, useEffect, useState } from "react";

const PREFIX = "voltwin.draft of ";

export interface Draft {
  /** What the editor begins with. */
  readonly first: string;
  /** Is that what was written here before? */
  readonly isKept: boolean;
  readonly text: string;
  readonly write: (text: string) => void;
  /** Begins again with what there was before anything was written. */
  readonly drop: () => void;
  /** It is stored elsewhere now. */
  readonly forget: () => void;
}

/** A text that is kept while it is written.
 *
 * @param about of what it is: `a copy of 0190...`.
 * @param begun what it begins with.
 */
export function useDraft(about: string, begun: string): Draft {
  const [first, setFirst] = useState(() => keptDraft(about) ?? begun);
  const [text, setText] = useState(first);
  const write = useCallback(
    (now: string) => {
      setText(now);
      keepDraft(about, now === begun ? null : now);
    },
    [about, begun],
  );
  const forget = useCallback(() => keepDraft(about, null), [about]);
  const drop = () => {
    forget();
    setFirst(begun);
    setText(begun);
  };
  useAskedOnLeaving(text !== begun);
  return { first, isKept: first !== begun, text, write, drop, forget };
}

export function keptDraft(about: string): string | null {
  try {
    return sessionStorage.getItem(PREFIX + about);
  } catch {
    return null; // where the browser keeps nothing
  }
}

export function keepDraft(about: string, text: string | null): void {
  try {
    if (text === null) sessionStorage.removeItem(PREFIX + about);
    else sessionStorage.setItem(PREFIX + about, text);
  } catch {
    // It is too long, or the browser keeps nothing: then it is as it was without drafts.
  }
}

/** Has the browser ask whether the page is to be left. */
function useAskedOnLeaving(isWanted: boolean): void {
  useEffect(() => {
    if (!isWanted) return undefined;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [isWanted]);
}
