/** State in the query of an address: how each field is read and written. */

export interface Field<T> {
  /** The value when the address does not have the field, or has nonsense in it. */
  readonly otherwise: T;
  /** Return what a text says, or undefined where it says nothing that is allowed. */
  read(text: string): T | undefined;
  write(value: T): string;
}

export type Fields<S> = { readonly [K in keyof S]: Field<S[K]> };

export function text(otherwise = ""): Field<string> {
  return { otherwise, read: (given) => given, write: (value) => value };
}

/** A text or nothing, such as the id of what is selected. */
export function optionalText(): Field<string | null> {
  return {
    otherwise: null,
    read: (given) => (given === "" ? undefined : given),
    write: (value) => value ?? "",
  };
}

/** A number between bounds, written with so many decimal places at most. */
export function number<T extends number | null>(
  otherwise: T,
  { low = -Infinity, high = Infinity, places = 6 } = {},
): Field<number | T> {
  return {
    otherwise,
    read: (given) => {
      const value = given.trim() === "" ? NaN : Number(given);
      return Number.isFinite(value) && value >= low && value <= high ? value : undefined;
    },
    write: (value) => (value === null ? "" : String(Number(value.toFixed(places)))),
  };
}

export function choice<T extends string>(choices: readonly T[], otherwise: T): Field<T> {
  return {
    otherwise,
    read: (given) => choices.find((one) => one === given),
    write: (value) => value,
  };
}

export function flag(otherwise: boolean): Field<boolean> {
  return {
    otherwise,
    read: (given) => (given === "1" ? true : given === "0" ? false : undefined),
    write: (value) => (value ? "1" : "0"),
  };
}

/** Texts in their order, such as the layers of a map or the runs that are compared. */
export function list(otherwise: readonly string[] = []): Field<readonly string[]> {
  return {
    otherwise,
    read: (given) =>
      given
        .split(",")
        .filter((one) => one !== "")
        .map(readPart),
    write: (value) => value.map((one) => one.replace(/[%,]/g, encodeURIComponent)).join(","),
  };
}

/** A list of which each is one of some choices; others are left out. */
export function choices<T extends string>(
  allowed: readonly T[],
  otherwise: readonly T[],
): Field<readonly T[]> {
  const texts = list();
  return {
    otherwise,
    read: (given) => allowed.filter((one) => (texts.read(given) ?? []).includes(one)),
    write: (value) => texts.write(value),
  };
}

/** Return the state that a query says. */
export function readState<S>(fields: Fields<S>, query: string): S {
  const given = new URLSearchParams(query);
  const state: Partial<S> = {};
  for (const name of namesOf(fields)) {
    const field = fields[name];
    const said = given.get(name);
    const value = said === null ? undefined : field.read(said);
    state[name] = value === undefined ? field.otherwise : value;
  }
  return state as S; // every field has its value now
}

/** Return a query with some fields of its state changed; parameters that are no fields stay. */
export function writeState<S>(fields: Fields<S>, query: string, change: Partial<S>): string {
  const given = new URLSearchParams(query);
  const state = { ...readState(fields, query), ...change };
  for (const name of namesOf(fields)) {
    const field = fields[name];
    const written = field.write(state[name]);
    if (written === field.write(field.otherwise)) given.delete(name);
    else given.set(name, written);
  }
  // Commas and slashes are allowed in a query, and links are for people, too.
  return given.toString().replaceAll("%2C", ",").replaceAll("%2F", "/").replaceAll("%3A", ":");
}

function namesOf<S>(fields: Fields<S>): (keyof S & string)[] {
  return Object.keys(fields) as (keyof S & string)[];
}

function readPart(part: string): string {
  return part.replace(/%25|%2C/gi, (found) => (found === "%25" ? "%" : ","));
}
