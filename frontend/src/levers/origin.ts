/** What a subject is called and which draws it has: as the server has both, for files and commands. */

import { api, told } from "../api/client.ts";
import { type Asked, useAsked } from "../api/use_asked.ts";
import { fileNameOf } from "./command_line.ts";
import { type Subject, subjectText } from "./subject.ts";

export interface Origin {
  readonly name: string;
  /** Of what-ifs about it, unless asked otherwise: a twin's own. */
  readonly seed: number;
}

const SEED_OF_SCENARIOS = 1;

export function useOrigin(subject: Subject): Asked<Origin> {
  return useAsked(`origin of ${subjectText(subject)}`, (signal) => askOrigin(subject, signal));
}

export async function askOrigin(
  { kind, id }: Subject,
  signal: AbortSignal | null = null,
): Promise<Origin> {
  if (kind === "twin") {
    const params = { path: { twin_id: id } };
    return told(api.GET("/api/twins/{twin_id}", { params, signal }));
  }
  const params = { path: { scenario_id: id } };
  const { name } = await told(api.GET("/api/scenarios/{scenario_id}", { params, signal }));
  return { name, seed: SEED_OF_SCENARIOS };
}

/** Return the file that a command is about: where it is had, and what it is called. */
export function scenarioFile(
  { kind, id }: Subject,
  { name }: Origin,
): { path: string; file: string } {
  const path =
    kind === "twin" ? `/api/twins/${id}/scenario` : `/api/scenarios/${id}/scenario?format=yaml`;
  return { path, file: `${fileNameOf(name)}.yaml` };
}
