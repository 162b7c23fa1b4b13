/** An intervention as a form has it, and as the server takes it. */

import type { Scene } from "../live/scene.ts";
import { isInRun } from "./city_times.ts";
import { itemsIn } from "./items.ts";
import type { FieldSpec, Kind } from "./kinds.ts";

/** For all stations, those of a region ("region:North"), or those listed. */
export type Where = "all" | "listed" | `region:${string}`;

export interface Draft {
  readonly kind: string;
  /** Of fields that are one line of text, by their names. */
  readonly texts: Readonly<Record<string, string>>;
  readonly where: Where;
  /** Ids, where stations are listed. */
  readonly stations: readonly string[];
  /** How a limit is told: one of the fields `factor` and `limit_kw`, or that there is none. */
  readonly limitBy: "factor" | "limit_kw" | "unlimited";
  /** City time as a field has it; null for where the twin stands. */
  readonly at: string | null;
}

export const FIRST_DRAFT: Draft = {
  kind: "charger_out",
  texts: {},
  where: "all",
  stations: [],
  limitBy: "factor",
  at: null,
};

/** Seconds in the units in which durations are given. */
export const UNITS = { min: 60, h: 3600, d: 86_400 } as const;
export type Unit = keyof typeof UNITS;

/** Fields whose value is a duration; that of its unit is in the text of this name. */
export const unitField = (name: string) => `${name} unit`;

/** What is wrong with a draft, by the fields of its form. */
export type Wrong = ReadonlyMap<string, string>;

export interface Intervention {
  readonly what: Readonly<Record<string, unknown>>;
  readonly wrong: Wrong;
}

/** Return what a draft asks for, and what is wrong with it. */
export function interventionOf(draft: Draft, kind: Kind, scene: Scene): Intervention {
  const what: Record<string, unknown> = { kind: kind.kind };
  const wrong = new Map<string, string>();
  for (const spec of kind.fields.values()) {
    const read = readerOf(spec.name, kind)(draft, spec, scene);
    if ("wrong" in read) wrong.set(spec.name, read.wrong);
    else if (read.value !== undefined) what[spec.name] = read.value;
  }
  return { what, wrong };
}

type Read = { readonly value: unknown } | { readonly wrong: string };
type Reader = (draft: Draft, spec: FieldSpec, scene: Scene) => Read;

const READERS: Readonly<Record<string, Reader>> = {
  at: readAt,
  for: readDuration,
  travel: readDuration,
  station: readStation,
  from: readStation,
  to: readStation,
  charger: readItems,
  bay: readItems,
  stations: ({ where, stations }) => {
    if (where !== "listed") return NOTHING;
    return stations.length === 0 ? { wrong: "Add a station." } : { value: [...stations] };
  },
  regions: ({ where }) =>
    where.startsWith("region:") ? { value: [where.slice("region:".length)] } : NOTHING,
  limit_kw: (draft, spec) => {
    if (draft.limitBy === "unlimited") return { value: "unlimited" };
    return draft.limitBy === "limit_kw" ? readNumber(draft, needed(spec)) : NOTHING;
  },
};

const NOTHING = { value: undefined };

function readerOf(name: string, kind: Kind): Reader {
  if (name === "factor" && kind.fields.has("limit_kw")) {
    return (draft, spec) =>
      draft.limitBy === "factor" ? readNumber(draft, needed(spec)) : NOTHING;
  }
  const isNumber = name === "factor" || name === "batteries";
  return READERS[name] ?? (isNumber ? readNumber : readText);
}

function needed(spec: FieldSpec): FieldSpec {
  return { ...spec, isRequired: true };
}

function readAt({ at }: Draft, _: FieldSpec, { clock }: Scene): Read {
  if (at === null) return NOTHING;
  if (at === "") return { wrong: "Give a time of the city." };
  return isInRun(clock.start, clock.horizon_s, at)
    ? { value: at.replace("T", " ") }
    : { wrong: "This is not within the run." };
}

function readDuration({ texts }: Draft, spec: FieldSpec): Read {
  const text = (texts[spec.name] ?? "").trim();
  if (text === "") return spec.isRequired ? { wrong: "Say how long." } : NOTHING;
  const amount = Number(text);
  if (!(amount > 0)) return { wrong: "It must last for more than no time." };
  const unit = (texts[unitField(spec.name)] ?? "h") as Unit;
  return { value: Math.round(amount * UNITS[unit] * 1000) / 1000 };
}

function readStation({ texts }: Draft, { name }: FieldSpec, scene: Scene): Read {
  const id = stationIn(scene, texts[name] ?? "");
  if (id !== null) return { value: id };
  const text = texts[name] ?? "";
  return { wrong: text.trim() === "" ? "Choose a station." : "There is no such station." };
}

function readItems({ texts }: Draft, { name }: FieldSpec, scene: Scene): Read {
  return itemsIn(texts[name] ?? "all", countOf(scene, texts.station ?? "", name));
}

/** Return how many chargers or bays the station has that a text names; null for no station. */
export function countOf(scene: Scene, station: string, name: string): number | null {
  const id = stationIn(scene, station);
  const row = id === null ? -1 : scene.stations.id.indexOf(id);
  const counts = name === "bay" ? scene.stations.bays : scene.stations.chargers;
  return counts[row] ?? null;
}

function readNumber({ texts }: Draft, spec: FieldSpec): Read {
  const text = (texts[spec.name] ?? "").trim();
  if (text === "") return spec.isRequired ? { wrong: "Give a number." } : NOTHING;
  const value = Number(text);
  const { low, isLowAllowed, high } = spec;
  if (!Number.isFinite(value)) return { wrong: "This is no number." };
  if (low !== null && (isLowAllowed ? value < low : value <= low)) {
    return { wrong: `It must be ${isLowAllowed ? `${low} or more` : `above ${low}`}.` };
  }
  return high !== null && value > high ? { wrong: `It must be ${high} at most.` } : { value };
}

function readText({ texts }: Draft, spec: FieldSpec): Read {
  const text = (texts[spec.name] ?? "").trim();
  if (text === "") return spec.isRequired ? { wrong: "It is needed." } : NOTHING;
  return { value: text };
}

/** Return the id of the station that a text names, by its id or its name; null for none. */
export function stationIn(scene: Scene, text: string): string | null {
  const said = text.trim();
  if (said === "") return null;
  if (scene.stations.id.includes(said)) return said;
  const lower = said.toLowerCase();
  const rows = scene.stations.name.flatMap((name, row) =>
    name.toLowerCase() === lower ? [row] : [],
  );
  return rows.length === 1 ? (scene.stations.id[rows[0] ?? 0] ?? null) : null;
}

/** Is a text all of a station's id or name, and not also the beginning of another one's? */
export function isWhole(scene: Scene, text: string): boolean {
  const said = text.trim().toLowerCase();
  const found = stationIn(scene, text);
  const { id, name } = scene.stations;
  const begins = (one: string | undefined) => one?.toLowerCase().startsWith(said) ?? false;
  return (
    found !== null && id.every((one, row) => one === found || !(begins(one) || begins(name[row])))
  );
}
