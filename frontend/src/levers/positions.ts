/** Where levers stand. The changes of the address are the one truth of it: a lever stands where the
 * change with its path and operation says, and where it changes nothing if there is none. */

import type { Schemas } from "../api/client.ts";
import { type Change, fieldOf, narrowness, readChange, writeChange } from "./change.ts";

export type Lever = Schemas["LeverInfo"];
export type Position = number | string;

/** Return where a lever stands; null where it has not been moved. */
export function positionOf(lever: Lever, changes: readonly string[]): Position | null {
  const found = changes.map(readChange).find((one) => isOf(lever, one));
  if (!found) return null;
  if (lever.kind === "choice") return found.value;
  const value = Number(found.value);
  return Number.isFinite(value) ? value : null;
}

/** Return the changes with a lever moved to a value; to null, or to where it changes nothing, for
 * it to be as if it had never been moved. */
export function moved(
  changes: readonly string[],
  lever: Lever,
  value: Position | null,
): readonly string[] {
  const at = changes.findIndex((text) => isOf(lever, readChange(text)));
  const isAsItIs = value === null || (value === lever.neutral && !isOverruled(lever, changes));
  if (isAsItIs) return changes.filter((_, i) => i !== at);
  const change = writeChange(lever.path, lever.operation, value);
  return at < 0 ? inOrder([...changes, change]) : changes.with(at, change);
}

/** Is a lever's place set by a change of more places, so that what is there now has to be set again? */
function isOverruled(lever: Lever, changes: readonly string[]): boolean {
  if (lever.operation !== "=") return false;
  const [field, narrow] = [fieldOf(lever.path), narrowness(lever.path)];
  const broader = ({ path }: Change) => fieldOf(path) === field && narrowness(path) < narrow;
  return changes.flatMap((text) => readChange(text) ?? []).some(broader);
}

/** Return the lever that the server means where it says that a change cannot be made: its words
 * begin with the path, as in `stations[s000].chargers: has 6; -=20 would leave -14`. */
export function leverMeant(levers: readonly Lever[], message: string): Lever | null {
  const path = /^[^\s:]+(?:\[[^\]]*\][^\s:]*)*/.exec(message)?.[0] ?? "";
  return levers.find((lever) => fieldOf(lever.path) === fieldOf(path)) ?? null;
}

function inOrder(changes: readonly string[]): readonly string[] {
  return changes.toSorted((one, other) => narrownessOf(one) - narrownessOf(other));
}

function narrownessOf(text: string): number {
  return narrowness(readChange(text)?.path ?? "");
}

function isOf(lever: Lever, change: ReturnType<typeof readChange>): boolean {
  return change?.path === lever.path && change.operation === lever.operation;
}
