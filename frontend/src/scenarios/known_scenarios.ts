/** Scenarios by their ids, asked for as they are wanted. What is stored of one never changes: it is
 * asked for once. */

import { useMemo } from "react";
import { create } from "zustand";

import { api, type Schemas, told } from "../api/client.ts";
import { ProblemError } from "../api/problem.ts";
import { useAsked } from "../api/use_asked.ts";

type Scenario = Schemas["ScenarioInfo"];

/** Null of those that there are not any more; what is not asked for yet is missing. */
export type KnownScenarios = ReadonlyMap<string, Scenario | null>;

const useKnown = create<{ readonly byId: KnownScenarios }>(() => ({ byId: new Map() }));

const MANY = 20; // from here on the newest are looked through first
const MOST = 1000; // of a page
const AT_ONCE = 6;

/** Returns the scenarios with these ids, and others that are known. */
export function useScenariosOf(ids: readonly string[]): KnownScenarios {
  const known = useKnown(({ byId }) => byId);
  const missing = useMemo(
    () => [...new Set(ids)].filter((id) => !known.has(id)).sort(),
    [ids, known],
  );
  const about = missing.length === 0 ? null : `scenarios ${missing.join(" ")}`;
  useAsked(about, async (signal) => {
    const found = await learned(missing, { newest, one }, signal);
    useKnown.setState(({ byId }) => ({ byId: new Map([...byId, ...found]) }));
    return found.size;
  });
  return known;
}

interface Server {
  readonly newest: (signal: AbortSignal) => Promise<readonly Scenario[]>;
  /** Null where there is none. */
  readonly one: (id: string, signal: AbortSignal) => Promise<Scenario | null>;
}

/** Ask for scenarios: many at once among the newest, and each other one by its id. */
export async function learned(
  ids: readonly string[],
  server: Server,
  signal: AbortSignal,
): Promise<KnownScenarios> {
  const newest = ids.length < MANY ? [] : await server.newest(signal);
  const found = new Map<string, Scenario | null>(newest.map((one) => [one.id, one]));
  const left = ids.filter((id) => !found.has(id));
  const ask = async () => {
    for (let id = left.pop(); id !== undefined; id = left.pop()) {
      found.set(id, await server.one(id, signal));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, ask));
  return found;
}

async function newest(signal: AbortSignal): Promise<readonly Scenario[]> {
  const params = { query: { limit: MOST } };
  return (await told(api.GET("/api/scenarios", { params, signal }))).items;
}

async function one(scenario_id: string, signal: AbortSignal): Promise<Scenario | null> {
  try {
    const params = { path: { scenario_id } };
    return await told(api.GET("/api/scenarios/{scenario_id}", { params, signal }));
  } catch (error) {
    if (error instanceof ProblemError && error.is("not-found")) return null;
    throw error;
  }
}
