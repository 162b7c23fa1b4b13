import { useEffect, useState } from "react";

import { useConnection } from "../api/connection.ts";
import { isAbort, UnreachableError } from "../api/problem.ts";
import { type Verdict, verdictOn } from "./validity.ts";

const PAUSE_MS = 400; // after the last key
const AGAIN_MS = 3000; // where a problem is none of the text, and so may pass

/** The verdict on a text, a moment after it has last been changed; null while it is looked at. Where
 * there is none, it is asked for again. */
export function useVerdict(text: string): { verdict: Verdict | null; error: unknown } {
  const [known, setKnown] = useState<{ text: string; verdict: Verdict | null; error: unknown }>({
    text: "",
    verdict: null,
    error: null,
  });
  const [turn, setTurn] = useState(0);
  const isLost = useConnection((connection) => connection.lostAt !== null);
  const { error } = known;
  useEffect(() => {
    if (error === null || (error instanceof UnreachableError && isLost)) return undefined;
    const timer = setTimeout(() => setTurn((before) => before + 1), AGAIN_MS);
    return () => clearTimeout(timer);
  }, [error, isLost]);
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
  }, [text, turn]);
  return known.text === text ? known : { verdict: null, error: null };
}
