/** KPIs in words, as the library has them: what each is called, counted in, means, and which way it
 * is better. `make client` writes words.json from what `GET /api/measures` tells. */

import type { Schemas } from "../api/client.ts";
import words from "./words.json";

export type Word = Schemas["MeasureInfo"];

const WORDS = words as readonly Word[];
const NETWORK = wordsOf("network");
const FLEET = wordsOf("fleet");

/** What sorts of KPIs are called, where there is one to be found among many. */
const KINDS: Readonly<Record<Word["kind"], string>> = {
  visits: "Visits",
  waits: "Waits",
  use: "Use of bays and chargers",
  batteries: "Batteries",
  energy: "Energy",
  money: "Money",
  driving: "Vehicles of the city",
};

/** Return a KPI in words; undefined of what is none. */
export function wordOf(measure: string): Word | undefined {
  return NETWORK.get(measure) ?? FLEET.get(measure);
}

/** Return a KPI in words that is known to be one. */
export function word(measure: string): Word {
  const found = wordOf(measure);
  if (found === undefined) throw new Error(`There is no KPI ${measure}.`);
  return found;
}

/** Return of what sort a KPI is; undefined of what is none. */
export function kindOf(measure: string): string | undefined {
  const found = wordOf(measure);
  return found === undefined ? undefined : KINDS[found.kind];
}

function wordsOf(of: Word["of"]): ReadonlyMap<string, Word> {
  return new Map(WORDS.filter((one) => one.of === of).map((one) => [one.name, one]));
}
