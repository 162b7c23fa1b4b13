/** What has been made of a twin: interventions and observations, in words, and how each stands. */

import type { Schemas } from "../api/client.ts";
import { momentOf } from "../live/moment.ts";
import type { Scene } from "../live/scene.ts";
import type { Tone } from "../ui/chip.tsx";
import { counted, duration } from "../ui/numbers.ts";

export type Made = Schemas["MadeInfo"];
export type What = Readonly<Record<string, unknown>>;

export type Stand = "planned" | "in force" | "over" | "done";

export const STAND_TONES: Readonly<Record<Stand, Tone>> = {
  planned: "calm",
  "in force": "warn",
  over: "plain",
  done: "plain",
};

const AT_ONCE = new Set(["charger_in", "bay_in", "observation"]);

/** Return how something stands at a time [s]: it ends by itself, or by what is made later. */
export function standOf({ at_s, ends_s, ended_s, what }: Made, now: number): Stand {
  if (at_s > now) return "planned";
  if (AT_ONCE.has(String(what.kind))) return "done";
  return Math.min(ends_s ?? Infinity, ended_s ?? Infinity) <= now ? "over" : "in force";
}

/** Return when it happens, by the city's clock: `Mon 2026-01-05 07:30, for 2 h`. */
export function whenOf({ at_s, ends_s, what }: Made, start: string): string {
  const at = momentOf(start, at_s);
  if (ends_s === null) return at;
  const long = duration(ends_s - at_s);
  return what.kind === "truck" ? `${at}, on its way for ${long}` : `${at}, for ${long}`;
}

/** Return when something has ended, or will, before it would by itself: `ended Mon 2026-01-05 08:00`;
 * null where it has not. */
export function endedOf({ ended_s }: Made, start: string): string | null {
  return ended_s === null ? null : `ended ${momentOf(start, ended_s)}`;
}

/** Return in a few words what happens: `Chargers 0 and 2 of Near Gate out of order`. */
export function wordsOf(what: What, scene: Scene): string {
  const kind = String(what.kind);
  const words = WORDS[kind];
  return words === undefined ? `${kind}: ${JSON.stringify(what)}` : words(what, scene);
}

const WORDS: Readonly<Record<string, (what: What, scene: Scene) => string>> = {
  charger_out: (what, scene) => `${itemsOf(what, "charger", scene)} out of order`,
  charger_in: (what, scene) => `${itemsOf(what, "charger", scene)} back to work`,
  bay_out: (what, scene) => `${itemsOf(what, "bay", scene)} out of order`,
  bay_in: (what, scene) => `${itemsOf(what, "bay", scene)} back to work`,
  grid_limit: (what, scene) => `Grid limit of ${placesOf(what, scene)} ${limitOf(what)}`,
  close: (what, scene) => `Closed: ${placesOf(what, scene)}`,
  open: (what, scene) => `Open, whatever the hours: ${placesOf(what, scene)}`,
  surge: (what, scene) => `Vehicles × ${String(what.factor)} at ${placesOf(what, scene)}`,
  truck: (what, scene) =>
    `Truck with ${counted(Number(what.batteries), "battery", "batteries")} at most, from ` +
    `${nameOf(what.from, scene)} to ${nameOf(what.to, scene)}`,
  observation: (what, scene) => `Seen at ${nameOf(what.station, scene)}: ${seenOf(what)}`,
};

/** Return what a station is called; its id where the city has none of it. */
export function nameOf(id: unknown, scene: Scene): string {
  const row = scene.stations.id.indexOf(String(id));
  return scene.stations.name[row] ?? String(id);
}

function itemsOf(what: What, item: "charger" | "bay", scene: Scene): string {
  const station = nameOf(what.station, scene);
  const items = what[item];
  if (items === "all") return `All ${item}s of ${station}`;
  const numbers = Array.isArray(items) ? items.map(String) : [String(items)];
  const name = `${item.charAt(0).toUpperCase()}${item.slice(1)}`;
  return `${name}${numbers.length === 1 ? "" : "s"} ${listed(numbers)} of ${station}`;
}

function placesOf({ stations, regions }: What, scene: Scene): string {
  const names = [
    ...(Array.isArray(stations) ? stations.map((id) => nameOf(id, scene)) : []),
    ...(Array.isArray(regions) ? regions.map((name) => `region ${String(name)}`) : []),
  ];
  return names.length === 0 ? "all stations" : listed(names);
}

function limitOf({ limit_kw, factor }: What): string {
  if (typeof factor === "number") return `at ${Number((100 * factor).toPrecision(6))} %`;
  return limit_kw === "unlimited" ? "as by the week again" : `at ${String(limit_kw)} kW at most`;
}

function seenOf({ ready, not_ready, waiting, chargers }: What): string {
  const seen = [
    typeof ready === "number" ? `${ready} ready` : "",
    typeof not_ready === "number" ? `${not_ready} not ready` : "",
    typeof waiting === "number" ? `${waiting} in line` : "",
    typeof chargers === "object" && chargers !== null
      ? counted(Object.keys(chargers).length, "charger")
      : "",
  ];
  return seen.filter((text) => text !== "").join(", ");
}

const MOST_LISTED = 4;

function listed(names: readonly string[]): string {
  if (names.length > MOST_LISTED) {
    return `${names.slice(0, MOST_LISTED - 1).join(", ")} and ${names.length - MOST_LISTED + 1} more`;
  }
  const last = names.at(-1) ?? "";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}

/** Return what ends something that is in force, from the time at which it is made on; null where
 * nothing does. */
export function endingOf(what: What): What | null {
  const { kind, station, charger, bay, stations, regions } = what;
  const places = {
    ...(stations === undefined ? {} : { stations }),
    ...(regions === undefined ? {} : { regions }),
  };
  switch (kind) {
    case "charger_out":
      return { kind: "charger_in", station, charger };
    case "bay_out":
      return { kind: "bay_in", station, bay };
    case "close":
      return { kind: "open", ...places };
    case "open":
      return { kind: "close", ...places };
    case "grid_limit":
      return what.limit_kw === "unlimited"
        ? null
        : { kind: "grid_limit", limit_kw: "unlimited", ...places };
    default:
      return null;
  }
}

/** Return things in the order in which they happen, the latest first. */
export function byTime(made: readonly Made[]): readonly Made[] {
  return [...made].sort((a, b) => b.at_s - a.at_s || b.place - a.place);
}
