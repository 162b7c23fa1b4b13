/** Whether a scenario's file is valid, as the server says it. */

import { reach, type Schemas } from "../api/client.ts";
import { ProblemError } from "../api/problem.ts";

export interface Wrong {
  /** A path in the file; null where the text is no YAML, whose message names line and column. */
  readonly where: string | null;
  readonly message: string;
}

export type Verdict =
  | { readonly is: "valid"; readonly validity: Schemas["Validity"] }
  | { readonly is: "wrong"; readonly wrong: readonly Wrong[] };

const OF_TEXT = new Set([400, 413, 422]); // no such text, too much of it, not valid
const YAML = { "Content-Type": "application/yaml" };

/** Ask whether a text is a valid scenario.
 *
 * Throws whatever else goes wrong.
 */
export async function verdictOn(text: string, signal: AbortSignal): Promise<Verdict> {
  try {
    const answer = await send("/api/scenarios/validate", text, signal);
    return { is: "valid", validity: (await answer.json()) as Schemas["Validity"] };
  } catch (error) {
    if (error instanceof ProblemError && isOfText(error)) {
      return { is: "wrong", wrong: wrongOf(error) };
    }
    throw error;
  }
}

/** Is a problem one of the text, and not of who asks, how often, or of the server? */
export function isOfText(error: ProblemError): boolean {
  return OF_TEXT.has(error.problem.status);
}

/** Store a scenario. */
export async function store(text: string): Promise<Schemas["ScenarioInfo"]> {
  const answer = await send("/api/scenarios", text, null);
  return (await answer.json()) as Schemas["ScenarioInfo"];
}

function send(path: string, body: string, signal: AbortSignal | null): Promise<Response> {
  return reach(path, { method: "POST", headers: YAML, body, signal });
}

/** Return each thing that is wrong; the whole, where nothing is named. */
export function wrongOf({ problem }: ProblemError): Wrong[] {
  const errors = problem.errors ?? [];
  if (errors.length === 0) return [{ where: null, message: problem.detail }];
  return errors.map(({ where, message }) => ({ where, message }));
}
