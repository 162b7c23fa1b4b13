/** Twins as the API tells them, and what is said of them. */

import type { Schemas } from "../api/client.ts";
import type { Tone } from "../ui/chip.tsx";

export type Twin = Schemas["TwinInfo"];
export type Snapshot = Schemas["SnapshotInfo"];

export const TONES: Readonly<Record<Twin["state"], Tone>> = {
  playing: "good",
  paused: "calm",
  asleep: "plain",
};

export const STATE_MEANINGS: Readonly<Record<Twin["state"], string>> = {
  playing: "Its time goes on",
  paused: "Its time stands, and it is in memory",
  asleep: "Its time stands, and it is on disk until somebody wants it",
};

const ORIGINS: Readonly<Record<Twin["origin"]["kind"], string>> = {
  scenario: "scenario",
  run: "run",
  snapshot: "snapshot",
  recipe: "recipe",
  twin: "fork",
};

/** What is known by its id elsewhere: names of scenarios and of twins. */
export interface Names {
  readonly scenarios: ReadonlyMap<string, string>;
  readonly twins: ReadonlyMap<string, string>;
}

export const NO_NAMES: Names = { scenarios: new Map(), twins: new Map() };

/** Return what a twin was made from, in words: `fork of today`, `scenario "demo city"`. */
export function madeFrom({ origin: { kind, id } }: Twin, names: Names): string {
  if (id === null) return kind === "scenario" ? "a scenario sent in full" : `a ${ORIGINS[kind]}`;
  if (kind === "scenario") return names.scenarios.get(id) ?? "a scenario";
  if (kind === "twin") return `fork of ${names.twins.get(id) ?? "a twin that is gone"}`;
  return `a ${ORIGINS[kind]}`;
}

/** Return the page's address of what a twin was made from; null where it has none. */
export function addressOfOrigin({ origin: { kind, id } }: Twin): string | null {
  if (id === null) return null;
  if (kind === "scenario") return `/scenarios/${id}`;
  if (kind === "run") return `/runs/${id}`;
  return kind === "twin" ? `/twins/${id}` : null;
}

/** Return the twins in whose name, maker or origin all words of a search stand. */
export function found(twins: readonly Twin[], search: string, names: Names): readonly Twin[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return twins;
  return twins.filter((twin) => {
    const text = [twin.name, twin.by, twin.state, twin.id, madeFrom(twin, names)].join(" ");
    return words.every((word) => text.toLowerCase().includes(word));
  });
}

/** Return why somebody may not delete what has these owners; null if they may.
 *
 * @param whyNot why their role does not allow deleting at all.
 */
export function whyNotDelete(
  whyNot: string | null,
  me: { readonly name: string; readonly role: string } | null,
  owners: readonly string[],
): string | null {
  if (whyNot !== null || me === null || me.role === "admin" || owners.includes(me.name)) {
    return whyNot;
  }
  const whose = [...new Set(owners)].map((name) => `"${name}"`).join(" or ");
  return `It is of ${whose}: deleting it needs the role admin.`;
}
