/** What may stand at a place of a scenario's file, by its JSON schema. */

/** The part of JSON schema (2020-12) that the server's own has. */
export interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: boolean | Schema;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly required?: readonly string[];
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly exclusiveMaximum?: number;
}

export interface FieldHint {
  readonly name: string;
  readonly description: string;
}

export const ITEM = "[]"; // a step of a path, into any item of a list

const DEFAULTS = "station_defaults"; // has fields of any station, and is filled in before the schema

/** Return the fields that may stand at a path, each once. */
export function fieldsAt(schema: Schema, path: readonly string[]): FieldHint[] {
  const found = new Map<string, FieldHint>();
  for (const node of nodesAt(schema, path)) {
    for (const [name, field] of Object.entries(node.properties ?? {})) {
      const description = field.description ?? expanded(schema, field)[0]?.description ?? "";
      if (!found.has(name)) found.set(name, { name, description });
    }
  }
  return [...found.values()];
}

/** Return the words that may be the value at a path. */
export function wordsAt(schema: Schema, path: readonly string[]): string[] {
  const words = nodesAt(schema, path).flatMap((node) => [
    ...(node.enum ?? []),
    ...(node.const === undefined ? [] : [node.const]),
    ...(node.type === "boolean" ? ["true", "false"] : []),
  ]);
  return [...new Set(words.filter((word) => typeof word === "string"))];
}

/** Return the path of what begins at a column of a line: keys, and `[]` for items of lists. */
export function pathAbove(lines: readonly string[], row: number, column: number): string[] {
  const path: string[] = [];
  let keyBelow = column;
  let itemBelow = column;
  const enterItem = (at: number) => {
    path.unshift(ITEM);
    itemBelow = at;
    keyBelow = at + 1; // the key of a list may stand right above its dashes
  };
  const own = startOf(lines[row]);
  if (own.isItem && own.margin < column) enterItem(own.margin);
  for (let i = row - 1; i >= 0 && keyBelow > 0; i--) {
    const { margin, isItem, key, at } = startOf(lines[i]);
    if (key === null) continue;
    if (at < keyBelow) {
      path.unshift(key);
      keyBelow = itemBelow = at;
    }
    if (isItem && margin < itemBelow) enterItem(margin);
  }
  return path;
}

interface Start {
  /** Column at which the line's text begins. */
  readonly margin: number;
  readonly isItem: boolean;
  /** Null where there is none. */
  readonly key: string | null;
  /** Column of the key. */
  readonly at: number;
}

/** Return how a line begins. */
function startOf(line = ""): Start {
  const [begin = "", space = "", dashes = ""] = /^(\s*)((?:- +)*)/.exec(line) ?? [];
  const key = /^([A-Za-z_][^:#]*?)\s*:(?=\s|$)/.exec(line.slice(begin.length))?.[1] ?? null;
  return { margin: space.length, isItem: dashes !== "", key, at: begin.length };
}

function nodesAt(schema: Schema, path: readonly string[]): Schema[] {
  const [first, ...rest] = path;
  const steps = first === DEFAULTS ? ["stations", ITEM, ...rest] : path;
  let nodes = expanded(schema, schema);
  for (const step of steps) {
    nodes = nodes.flatMap((node) => childrenOf(node, step)).flatMap((one) => expanded(schema, one));
  }
  return nodes;
}

function childrenOf(node: Schema, step: string): Schema[] {
  if (step === ITEM) return typeof node.items === "object" ? [node.items] : [];
  const field = node.properties?.[step];
  if (field !== undefined) return [field];
  return typeof node.additionalProperties === "object" ? [node.additionalProperties] : [];
}

/** Return a node, or what it refers to, or all that it may be. */
export function expanded(schema: Schema, node: Schema): Schema[] {
  const named = node.$ref?.replace("#/$defs/", "");
  const target = named === undefined ? undefined : schema.$defs?.[named];
  const others = [...(node.anyOf ?? []), ...(node.oneOf ?? []), ...(node.allOf ?? [])];
  return [
    node,
    ...(target === undefined ? [] : expanded(schema, target)),
    ...others.flatMap((one) => expanded(schema, one)),
  ];
}
