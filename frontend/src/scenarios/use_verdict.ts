import { useEffect, useState } from "react";

import { isAbort } from "../api/problem.ts";
import { type Verdict, verdictOn } from "./validity.ts";

const PAUSE_MS = 400; // after the last key

/** The verdict on a text, a moment after it has last been changed; null while it is looked at. */
export function useVerdict(text: string): { verdict: Verdict | null; error: unknown } {
  const [known, setKnown] = useState<{ text: string; verdict: Verdict | null; error: unknown }>({
    text: "",
    verdict: null,
    error: null,
  });
  useEffect(() => {
    const leaving = new AbortController();
    const timer = setTimeout(() => {
      verdictOn(text, leaving.signal).then(
        (verdict) => setKnown({ text, verdict, error: null }),
        (error: unknown) => {
          if (!isAbort(error)) setKnown({ text, verdict: null, error });
        },
      );
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      leaving.abort();
    };
  }, [text]);
  return known.text === text ? known : { verdict: null, error: null };
}
