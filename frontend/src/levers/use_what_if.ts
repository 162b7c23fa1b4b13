/** The answer to what a difference would change, as components need it. */

import { useEffect, useState, useSyncExternalStore } from "react";

import type { Schemas } from "../api/client.ts";
import { useConnection } from "../api/connection.ts";
import { linesOf } from "../api/lines.ts";
import { UnreachableError } from "../api/problem.ts";
import { Asker, type Known, type Question } from "./asker.ts";

export type Effects = Schemas["Effects"];
export type Effect = Schemas["Effect"];

interface WhatIf {
  readonly known: Known<Effects>;
  readonly again: () => void;
}

/** Ask what a difference would change; null asks nothing. */
export function useWhatIf(question: Question | null): WhatIf {
  const [asker] = useState(() => new Asker<Effects>(linesOfQuestion));
  const known = useSyncExternalStore(asker.subscribe, asker.known);
  useEffect(() => asker.want(question)); // which knows whether it is another one
  useEffect(() => () => asker.want(null), [asker]);
  const isLost = useConnection((connection) => connection.lostAt !== null);
  useEffect(() => {
    if (!isLost && asker.known().error instanceof UnreachableError) asker.comeBack();
  }, [isLost, asker]);
  return { known, again: asker.again };
}

function linesOfQuestion(question: Question, signal: AbortSignal): AsyncIterable<Effects> {
  const { subject, until, changes, replications } = question;
  const body = { ...subject, changes, replications, ...(until === null ? {} : { until }) };
  return linesOf<Effects>("/api/what-if", body, signal);
}
