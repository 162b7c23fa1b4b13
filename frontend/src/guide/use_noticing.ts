/** Notices what of the guide is done, a few times a second while it is open, and marks where the
 * next step is. */

import { useEffect, useRef } from "react";

import { onCopied } from "../ui/copy.ts";
import { useGuide } from "./guide_state.ts";
import { doneNow, type Step } from "./steps.ts";

const EVERY_MS = 300;
const MARK = "data-guide-here";

export function useNoticing(step: Step | null): void {
  const hasCopied = useRef(false);
  const note = useGuide((state) => state.note);
  useEffect(() => {
    if (step === null) return undefined;
    const stopListening = onCopied((text) => {
      if (URL.canParse(text)) hasCopied.current = true;
    });
    const timer = setInterval(() => {
      const find = (selector: string) => document.querySelector(selector);
      const query = new URLSearchParams(window.location.search).toString();
      note(doneNow(useGuide.getState().done, { query, find, hasCopied: hasCopied.current }));
      mark(step);
    }, EVERY_MS);
    return () => {
      stopListening();
      clearInterval(timer);
      mark(null);
    };
  }, [step, note]);
}

/** Mark where a step is done, and nothing else. */
function mark(step: Step | null): void {
  const anchor = anchorOf(step);
  for (const marked of document.querySelectorAll(`[${MARK}]`)) {
    if (marked !== anchor) marked.removeAttribute(MARK);
  }
  anchor?.setAttribute(MARK, "");
}

/** Return where a step is done, if that is on the page. */
export function anchorOf(step: Step | null): Element | null {
  for (const selector of step?.anchors ?? []) {
    const found = document.querySelector(selector);
    if (found !== null) return found;
  }
  return null;
}
