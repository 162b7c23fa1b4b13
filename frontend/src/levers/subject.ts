/** What levers are about: a stored scenario, or a twin with all that has been made of it. */

import { api, type Schemas, told } from "../api/client.ts";

export interface Subject {
  readonly kind: "scenario" | "twin";
  readonly id: string;
}

/** For which stations: all, those of a region, or one. */
export interface Where {
  readonly kind: "all" | "region" | "station";
  readonly name: string;
}

export const EVERYWHERE: Where = { kind: "all", name: "" };

/** Ask what may be moved. */
export function askLevers(
  subject: Subject,
  where: Where,
  signal: AbortSignal,
): Promise<Schemas["Levers"]> {
  const query = where.kind === "all" ? {} : { [where.kind]: where.name };
  if (subject.kind === "twin") {
    const params = { path: { twin_id: subject.id }, query };
    return told(api.GET("/api/twins/{twin_id}/levers", { params, signal }));
  }
  const params = { path: { scenario_id: subject.id }, query };
  return told(api.GET("/api/scenarios/{scenario_id}/levers", { params, signal }));
}

/** Return how bodies of questions name a subject. */
export function inBody(subject: Subject): Record<string, string> {
  return subject.kind === "twin" ? { twin_id: subject.id } : { scenario_id: subject.id };
}

/** Return a subject as a text, for keys. */
export function subjectText({ kind, id }: Subject): string {
  return `${kind}:${id}`;
}
