/** What differs between things of one kind, and what does not. */

export interface Property<T> {
  readonly name: string;
  readonly of: (thing: T) => string;
}

export interface Split<T> {
  /** Those in which some things differ. */
  readonly differing: readonly Property<T>[];
  /** What the others are for all. */
  readonly common: readonly { readonly name: string; readonly value: string }[];
}

/** Split properties into those that differ among things and those that are the same for all. */
export function split<T>(things: readonly T[], properties: readonly Property<T>[]): Split<T> {
  const differing: Property<T>[] = [];
  const common: { name: string; value: string }[] = [];
  for (const property of properties) {
    const [first, ...others] = new Set(things.map(property.of));
    if (first === undefined) continue;
    if (others.length > 0) differing.push(property);
    else common.push({ name: property.name, value: first });
  }
  return { differing, common };
}

// A path, whose selections in brackets may have signs of their own; a sign; a value.
const CHANGE = /^\s*((?:\[[^\]]*\]|[^[=+*-]|[+*-](?!=))+?)\s*(\+=|-=|\*=|=)\s*(.*)$/s;

/** Return the changes of a scenario by what they change: `{"stations[*].chargers": "+= 2"}`. */
export function changesByPath(changes: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const change of changes) {
    const [, path, sign, value] = CHANGE.exec(change) ?? [];
    if (path === undefined || sign === undefined || value === undefined) continue;
    const before = found.get(path);
    const text = sign === "=" ? value : `${sign} ${value}`;
    found.set(path, before === undefined ? text : `${before}, ${text}`);
  }
  return found;
}
