/** How far somebody is with the guide; kept in this browser. */

import { create } from "zustand";

const KEY = "voltwin.guide";

interface Kept {
  /** Ids of steps. */
  readonly done: readonly string[];
  readonly isOpen: boolean;
}

interface GuideState extends Kept {
  readonly open: () => void;
  readonly close: () => void;
  readonly again: () => void;
  readonly note: (done: readonly string[]) => void;
}

const NEW: Kept = { done: [], isOpen: true };

export const useGuide = create<GuideState>((set, get) => {
  const keep = (some: Partial<Kept>) => {
    set(some);
    const { done, isOpen } = get();
    window.localStorage.setItem(KEY, JSON.stringify({ done, isOpen }));
  };
  return {
    ...kept(),
    open: () => keep({ isOpen: true }),
    close: () => keep({ isOpen: false }),
    again: () => keep(NEW),
    note: (done) => {
      if (done.length !== get().done.length) keep({ done });
    },
  };
});

function kept(): Kept {
  const text = window.localStorage.getItem(KEY);
  if (text === null) return NEW;
  try {
    const found: unknown = JSON.parse(text);
    return isKept(found) ? found : NEW;
  } catch {
    return NEW;
  }
}

function isKept(found: unknown): found is Kept {
  if (typeof found !== "object" || found === null) return false;
  return "done" in found && Array.isArray(found.done) && "isOpen" in found;
}
