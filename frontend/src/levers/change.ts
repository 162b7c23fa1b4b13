/** Changes of a scenario as texts, `stations[*].chargers+=2`: taken apart and put together. */

export interface Change {
  readonly path: string;
  readonly operation: string;
  readonly value: string;
}

const OPERATION = /^(?:[+\-*]?=)/;
const DIGITS = 12; // as many as tell the values of levers apart

/** Return the parts of a change, or null where the text is none. */
export function readChange(text: string): Change | null {
  let depth = 0;
  let quote = "";
  for (let at = 0; at < text.length; at++) {
    const sign = text.charAt(at);
    if (quote !== "") quote = sign === quote ? "" : quote;
    else if (sign === '"' || sign === "'") quote = sign;
    else if (sign === "[") depth++;
    else if (sign === "]") depth--;
    else if (depth === 0) {
      const operation = OPERATION.exec(text.slice(at))?.[0];
      if (operation !== undefined) return partsOf(text, at, operation);
    }
  }
  return null;
}

function partsOf(text: string, at: number, operation: string): Change | null {
  const path = text.slice(0, at).trim();
  const value = text.slice(at + operation.length).trim();
  return path === "" || value === "" ? null : { path, operation, value };
}

/** Return a change as a text. */
export function writeChange(path: string, operation: string, value: number | string): string {
  const text = typeof value === "number" ? String(Number(value.toPrecision(DIGITS))) : value;
  return path + operation + text;
}

/** Return a path without what says which items are meant: `stations[].chargers[].power_kw`. */
export function fieldOf(path: string): string {
  return path.replace(/\[(?:"[^"]*"|'[^']*'|[^\]"'])*\]/g, "[]");
}

/** Return how many places a path is about, from all to one: later ones are to be made later, or
 * what is set for all would undo what is set for one. */
export function narrowness(path: string): number {
  if (!path.startsWith("stations[") || path.startsWith("stations[*]")) return 0;
  return path.startsWith("stations[region=") ? 1 : 2;
}
