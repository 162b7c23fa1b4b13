/** What the server was asked for, as a component needs it: asked again when what it is about
 * changes, at a pace if wanted, after a problem that may pass, and when the server is back. */

import { type RefObject, useCallback, useEffect, useRef, useState } from "react";

import { waitMs } from "./back_off.ts";
import { useConnection } from "./connection.ts";
import { isAbort, isPassing, UnreachableError } from "./problem.ts";
import { useSession } from "./session.ts";

export interface Asked<T> {
  /** The latest answer; null until there is one. */
  readonly value: T | null;
  /** Why the last question has no answer; null if it has. */
  readonly error: unknown;
  /** Is an answer being waited for, with none there yet? */
  readonly isFirst: boolean;
  /** Is there an answer that a later question should have brought up to date, and did not? */
  readonly isStale: boolean;
  readonly again: () => void;
}

interface Options<T> {
  /** After which it is asked again [ms]; null for never. May depend on the last answer. */
  readonly every?: number | null | ((value: T) => number | null);
}

interface Answer<T> {
  readonly about: string;
  readonly value: T | null;
  readonly error: unknown;
}

/** Problems that passed not yet, one after the other, of one question. */
interface Tries {
  readonly about: string;
  readonly count: number;
}

/** Ask for something.
 *
 * @param about what the question depends on, as a text: another one is another question, and
 *   null asks nothing.
 */
export function useAsked<T>(
  about: string | null,
  ask: (signal: AbortSignal) => Promise<T>,
  { every = null }: Options<T> = {},
): Asked<T> {
  const [answer, setAnswer] = useState<Answer<T> | null>(null);
  const [turn, setTurn] = useState(0);
  const again = useCallback(() => setTurn((before) => before + 1), []);
  const token = useSession((session) => session.token);
  const tries = useRef<Tries | null>(null);
  const latest = useRef({ ask, every });
  useEffect(() => {
    latest.current = { ask, every };
  });
  useEffect(() => {
    if (about === null) return undefined;
    const heard = (value: T) => {
      tries.current = null;
      setAnswer({ about, value, error: null });
      return paceAfter(latest.current.every, value);
    };
    const failed = (error: unknown) => {
      setAnswer((old) => ({ about, value: old?.about === about ? old.value : null, error }));
      return pauseAfter(error, about, tries);
    };
    return asking((signal) => latest.current.ask(signal), heard, failed, again);
  }, [about, token, turn, again]);
  const now = answer?.about === about ? answer : null;
  useAgainWhenBack(now?.error, again);
  const isFirst = about !== null && now === null;
  return { ...known(now), isFirst, again };
}

function known<T>(now: Answer<T> | null): Pick<Asked<T>, "value" | "error" | "isStale"> {
  if (now === null) return { value: null, error: null, isStale: false };
  const { value, error } = now;
  return { value, error, isStale: value !== null && error !== null };
}

/** Ask once, and again after the pause that the answer calls for, or the problem; returns how to
 * stop. */
function asking<T>(
  ask: (signal: AbortSignal) => Promise<T>,
  heard: (value: T) => number | null,
  failed: (error: unknown) => number | null,
  again: () => void,
): () => void {
  const leaving = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const goOn = (pause: number | null) => {
    if (pause !== null) timer = setTimeout(again, pause);
  };
  ask(leaving.signal).then(
    (value) => {
      if (!leaving.signal.aborted) goOn(heard(value));
    },
    (error: unknown) => {
      if (!leaving.signal.aborted && !isAbort(error)) goOn(failed(error));
    },
  );
  return () => {
    leaving.abort();
    clearTimeout(timer);
  };
}

/** Return after which time to ask again [ms]; null for a problem that stays. */
function pauseAfter(error: unknown, about: string, tries: RefObject<Tries | null>): number | null {
  if (!isPassing(error)) return null;
  const count = tries.current?.about === about ? tries.current.count : 0;
  tries.current = { about, count: count + 1 };
  return Math.max(waitMs(count, Math.random()), error.restMs ?? 0);
}

/** Ask again as soon as a server that did not answer is back. */
function useAgainWhenBack(error: unknown, again: () => void): void {
  const isLost = useConnection((connection) => connection.lostAt !== null);
  const wasLost = error instanceof UnreachableError;
  useEffect(() => {
    if (wasLost && !isLost) again();
  }, [wasLost, isLost, again]);
}

function paceAfter<T>(
  every: number | null | ((value: T) => number | null),
  value: T,
): number | null {
  return typeof every === "function" ? every(value) : every;
}
