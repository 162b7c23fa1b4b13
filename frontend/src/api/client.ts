/** The server's API. Types are generated from its description; `make client` writes them anew. */

import createClient from "openapi-fetch";

import { found, lost } from "./connection.ts";
import { ProblemError, problemOf, UnreachableError } from "./problem.ts";
import type { components, paths } from "./schema.d.ts";
import { useSession } from "./session.ts";

export type Schemas = components["schemas"];

const WHO = 401;
// Between the page and the server, a proxy answers with these when the server is away.
const AWAY = new Set([502, 504]);

/** Call the server as `fetch` does, with the token if there is one.
 *
 * Throws UnreachableError if it does not answer, ProblemError if it answers with a problem.
 */
export async function reach(input: Request | string, init?: RequestInit): Promise<Response> {
  const request = new Request(input, init);
  const { token } = useSession.getState();
  if (token !== null) request.headers.set("Authorization", `Bearer ${token}`);
  const response = await fetch(request).catch((error: unknown) => {
    if (request.signal.aborted) throw error;
    lost();
    throw new UnreachableError();
  });
  if (AWAY.has(response.status)) {
    lost();
    throw new UnreachableError();
  }
  found();
  if (response.ok) return response;
  if (response.status === WHO && token === useSession.getState().token) {
    useSession.getState().refuse();
  }
  throw new ProblemError(await problemOf(response), restOf(response));
}

/** Return for how long the server wants to be left alone [ms], where it says so. */
function restOf({ headers }: Response): number | null {
  const seconds = Number(headers.get("Retry-After") ?? NaN);
  return seconds >= 0 ? 1000 * seconds : null; // it may be a date, which this server never says
}

/** Paths, parameters, bodies and answers as the server describes them. */
export const api = createClient<paths>({ baseUrl: window.location.origin, fetch: reach });

/** Return what an answer holds: `await told(api.GET("/api/runs"))`. Problems are thrown before. */
export async function told<T>(asked: Promise<{ data?: T }>): Promise<T> {
  const { data } = await asked;
  return data as T; // there is none only where the server promises none
}
