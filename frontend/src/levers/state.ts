/** What the address says of levers. */

import { choice, list, number, text } from "../url/fields.ts";
import type { Question } from "./asker.ts";
import { inBody, type Subject, type Where } from "./subject.ts";

export const HORIZONS = ["day", "all"] as const;
export type Horizon = (typeof HORIZONS)[number];
export const PAIRS = [4, 8, 16, 32, 64] as const;

export const LEVER_FIELDS = {
  levers: list(),
  where: text("all"),
  horizon: choice(HORIZONS, "day"),
  pairs: number(16, { low: 2, high: 1000, places: 0 }),
};

export interface LeverState {
  readonly levers: readonly string[];
  readonly where: string;
  readonly horizon: Horizon;
  readonly pairs: number;
}

/** Return where runs end, as the server takes it; null for the end of the scenario. */
export function untilOf(horizon: Horizon): string | null {
  return horizon === "day" ? "1d" : null;
}

/** Return the question that the levers ask; null while none has been moved.
 *
 * @param changed how often the subject itself has changed.
 */
export function questionOf(subject: Subject, state: LeverState, changed = 0): Question | null {
  if (state.levers.length === 0) return null;
  return {
    subject: inBody(subject),
    changes: state.levers,
    replications: state.pairs,
    until: untilOf(state.horizon),
    changed,
  };
}

/** Return for which stations: `all`, `region:North`, `station:s012`. */
export function readWhere(said: string): Where {
  const [kind = "", ...rest] = said.split(":");
  const name = rest.join(":");
  if ((kind === "region" || kind === "station") && name !== "") return { kind, name };
  return { kind: "all", name: "" };
}

export function writeWhere({ kind, name }: Where): string {
  return kind === "all" ? "all" : `${kind}:${name}`;
}
