/** All twins of the server, as long as they are shown, and names to tell of them by. */

import { useMemo } from "react";

import { api, told } from "../api/client.ts";
import { type Asked, useAsked } from "../api/use_asked.ts";
import { allTwins } from "./doing.ts";
import type { Names, Twin } from "./twin.ts";

const SOON_MS = 2000; // while one of them plays
const LATER_MS = 5000;
const MOST_SCENARIOS = 1000;

interface Twins {
  readonly asked: Asked<readonly Twin[]>;
  readonly names: Names;
}

export function useTwins(): Twins {
  const asked = useAsked("twins", allTwins, {
    every: (twins) => (twins.some(({ state }) => state === "playing") ? SOON_MS : LATER_MS),
  });
  const scenarios = useScenarioNames().value;
  const names = useMemo<Names>(
    () => ({
      scenarios: scenarios ?? new Map<string, string>(),
      twins: new Map((asked.value ?? []).map(({ id, name }) => [id, name])),
    }),
    [scenarios, asked.value],
  );
  return { asked, names };
}

/** Names of scenarios by their ids, the newest first, as far as those go. */
export function useScenarioNames(): Asked<ReadonlyMap<string, string>> {
  return useAsked("names of scenarios", async (signal) => {
    const query = { limit: MOST_SCENARIOS };
    const { items } = await told(api.GET("/api/scenarios", { params: { query }, signal }));
    return new Map(items.map(({ id, name }) => [id, name]));
  });
}
