/** Positions of levers in words: the difference to what is there now, with its unit. */

import { count } from "../ui/numbers.ts";
import { type Change, fieldOf, narrowness, readChange } from "./change.ts";
import type { Lever, Position } from "./positions.ts";

/** Return where a lever stands, as a difference to now: `+2 chargers`, `× 1.2`, `wait`. */
export function positionText(lever: Lever, position: Position | null): string {
  if (position === null) return "as it is";
  if (typeof position === "string") return choiceText(position);
  if (lever.kind === "add") return `${signed(position)} ${unitOf(position, lever.unit)}`;
  if (lever.kind === "factor") return `× ${number(position)}`;
  return valueText(position, lever.unit);
}

/** Return what is there now, and what all changes together make of it: `1 to 7 a station, 1,437 in
 * all → 3 to 9`. */
export function placesText(lever: Lever, changes: readonly string[]): string {
  const { least, most, sum, counts, unlimited } = lever.now;
  if (counts !== null) return `now ${countsText(counts)}`;
  if (least === null || most === null) return "now without limit";
  const each = lever.places > 1 ? " a station" : "";
  const inAll = sum !== null && lever.places > 1 ? `, ${number(sum)} in all` : "";
  const others = unlimited > 0 ? `, without limit at ${count(unlimited)}` : "";
  const now = `now ${rangeText(least, most, lever.unit)}${each}${inAll}${others}`;
  const becomes = after(lever, changes);
  return becomes === null ? now : `${now} → ${becomes}`;
}

/** Return a choice as people say it: `lowest soc`. */
export function choiceText(choice: string): string {
  return choice === "fifo" ? "first come" : choice.replaceAll("_", " ").replace("soc", "charge");
}

/** Return what changes make of what is there; null where they change nothing, where it is said beside
 * the lever's name, and where they change some of its places alone: which these are, is not known. */
function after(lever: Lever, changes: readonly string[]): string | null {
  const { least, most } = lever.now;
  if (least === null || most === null) return null;
  const about = changes.flatMap((text) => readChange(text) ?? []).filter(isAbout(lever));
  if (!about.every(({ path }) => isOfAll(path, lever.path))) return null;
  const last = about.at(-1);
  if (last === undefined || (last.path === lever.path && last.operation === "=")) return null;
  const made = (value: number) => about.reduce(changed, value);
  const ends = [made(least), made(most)];
  return ends.every(Number.isFinite) ? rangeText(...(ends as [number, number]), lever.unit) : null;
}

function isAbout(lever: Lever): (change: Change) => boolean {
  const field = fieldOf(lever.path);
  return ({ path }) => fieldOf(path) === field;
}

/** Is a change of this path one of all places that a lever is for? */
function isOfAll(path: string, lever: string): boolean {
  return path === lever || narrowness(path) === 0;
}

function changed(value: number, { operation, value: text }: Change): number {
  const by = Number(text);
  switch (operation) {
    case "+=":
      return value + by;
    case "-=":
      return value - by;
    case "*=":
      return value * by;
    default:
      return by;
  }
}

function countsText(counts: Readonly<Record<string, number>>): string {
  const all = Object.entries(counts);
  const [only] = all;
  if (all.length === 1 && only !== undefined) return choiceText(only[0]);
  return all.map(([choice, many]) => `${choiceText(choice)} at ${count(many)}`).join(", ");
}

function rangeText(least: number, most: number, unit: string): string {
  const last = valueText(most, unit);
  return number(least) === number(most) ? last : `${inUnit(least, unit)} to ${last}`;
}

function valueText(value: number, unit: string): string {
  const text = inUnit(value, unit);
  return unit === "1" || unit === "" ? text : `${text} ${unitOf(value, unit)}`;
}

const ONE: Readonly<Record<string, string>> = {
  bays: "bay",
  batteries: "battery",
  chargers: "charger",
  vehicles: "vehicle",
};

/** Return what so many are counted in: `1 bay`, `2 bays`. */
function unitOf(value: number, unit: string): string {
  return Math.abs(value) === 1 ? (ONE[unit] ?? unit) : unit;
}

function inUnit(value: number, unit: string): string {
  return unit === "1" && value < 1 ? `${number(value * 100)} %` : number(value);
}

function signed(value: number): string {
  return value < 0 ? `−${number(-value)}` : `+${number(value)}`;
}

function number(value: number): string {
  return count(Number(value.toPrecision(4))).replace("-", "−");
}
