/** All twins of the server, as long as they are shown, and names to tell of them by. */

import { useMemo } from "react";

import { type Asked, useAsked } from "../api/use_asked.ts";
import { useScenariosOf } from "../scenarios/known_scenarios.ts";
import { allTwins } from "./doing.ts";
import type { Names, Twin } from "./twin.ts";

const SOON_MS = 2000; // while one of them plays
const LATER_MS = 5000;
const NONE: readonly Twin[] = [];

interface Twins {
  readonly asked: Asked<readonly Twin[]>;
  readonly names: Names;
}

export function useTwins(): Twins {
  const asked = useAsked("twins", allTwins, {
    every: (twins) => (twins.some(({ state }) => state === "playing") ? SOON_MS : LATER_MS),
  });
  const scenarios = useNamesOfOrigins(asked.value ?? NONE);
  const names = useMemo<Names>(
    () => ({
      scenarios,
      twins: new Map((asked.value ?? []).map(({ id, name }) => [id, name])),
    }),
    [scenarios, asked.value],
  );
  return { asked, names };
}

/** Names of the scenarios that some twins were made from, by their ids. */
export function useNamesOfOrigins(twins: readonly Twin[]): ReadonlyMap<string, string> {
  const ids = useMemo(
    () =>
      twins.flatMap(({ origin: { kind, id } }) => (kind === "scenario" && id !== null ? [id] : [])),
    [twins],
  );
  const known = useScenariosOf(ids);
  return useMemo(
    () => new Map(ids.map((id) => [id, known.get(id)?.name ?? "a scenario"])),
    [ids, known],
  );
}
