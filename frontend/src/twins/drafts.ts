/** What has been begun to be written about each twin: it is still there when one comes back to it
 * from another panel. */

import { create } from "zustand";

import { type Draft, FIRST_DRAFT } from "./draft.ts";

interface Drafts {
  readonly drafts: Readonly<Record<string, Draft>>;
}

const useDrafts = create<Drafts>(() => ({ drafts: {} }));

/** The intervention that is being written for a twin, and how to change some of it. */
export function useDraft(twin: string): [Draft, (change: Partial<Draft>) => void] {
  const draft = useDrafts(({ drafts }) => drafts[twin] ?? FIRST_DRAFT);
  return [
    draft,
    (change) =>
      useDrafts.setState(({ drafts }) => ({
        drafts: { ...drafts, [twin]: { ...(drafts[twin] ?? FIRST_DRAFT), ...change } },
      })),
  ];
}
