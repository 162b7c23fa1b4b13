/** What the server says is wrong with a question, sorted to where it can be mended. */

import { errorsOf } from "../api/problem.ts";
import { type Lever, leverMeant } from "./positions.ts";

interface Wrong {
  readonly ofLevers: ReadonlyMap<Lever, string>;
  /** With how long or how often it is simulated. */
  readonly ofRuns: string | null;
  /** Is each thing that is wrong told beside what can mend it? */
  readonly areAllPlaced: boolean;
}

export function whatIsWrong(levers: readonly Lever[], error: unknown): Wrong {
  const errors = errorsOf(error);
  const ofLevers = new Map<Lever, string>();
  const ofRuns: string[] = [];
  for (const { where, message } of errors) {
    const lever = leverMeant(levers, message);
    if (lever !== null) ofLevers.set(lever, message);
    else if (/^body\.(until|replications)/.test(where)) ofRuns.push(message);
  }
  const placed = ofLevers.size + ofRuns.length;
  const areAllPlaced = errors.length > 0 && placed === errors.length;
  return { ofLevers, ofRuns: ofRuns[0] ?? null, areAllPlaced };
}
