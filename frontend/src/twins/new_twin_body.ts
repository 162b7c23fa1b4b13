/** What a new twin is made of, as it is given and as the server takes it. */

import type { Schemas } from "../api/client.ts";

export const SOURCES = ["scenario", "run", "snapshot", "recipe"] as const;
export type Source = (typeof SOURCES)[number];

export const SOURCE_LABELS: Readonly<Record<Source, string>> = {
  scenario: "a scenario",
  run: "a run, as it happened",
  snapshot: "a twin's snapshot",
  recipe: "a recipe, from a file",
};

export interface Given {
  readonly source: Source;
  /** Ids, by source; empty for none. */
  readonly scenario: string;
  readonly run: string;
  readonly replication: string;
  readonly snapshot: string;
  /** Null until a file has been read. */
  readonly recipe: Readonly<Record<string, unknown>> | null;
  readonly seed: string;
  readonly name: string;
}

export const FIRST: Given = {
  source: "scenario",
  scenario: "",
  run: "",
  replication: "0",
  snapshot: "",
  recipe: null,
  seed: "1",
  name: "",
};

/** Return what is asked of the server; null while something is missing. */
export function bodyOf(given: Given): Schemas["NewTwin"] | null {
  const from = fromOf(given);
  if (from === null) return null;
  const name = given.name.trim();
  const named = name === "" ? {} : { name };
  if (given.source !== "scenario") return { from, ...named };
  const seed = wholeOf(given.seed);
  return seed === null ? null : { from, seed, ...named };
}

function fromOf(given: Given): Schemas["From"] | null {
  switch (given.source) {
    case "scenario":
      return given.scenario === "" ? null : { scenario: given.scenario };
    case "run": {
      const replication = wholeOf(given.replication);
      return given.run === "" || replication === null ? null : { run: given.run, replication };
    }
    case "snapshot":
      return given.snapshot === "" ? null : { snapshot: given.snapshot };
    case "recipe":
      return given.recipe === null ? null : { recipe: given.recipe };
  }
}

/** Return a whole number of 0 or more; null for anything else. */
export function wholeOf(text: string): number | null {
  return /^\s*\d+\s*$/.test(text) ? Number(text) : null;
}
