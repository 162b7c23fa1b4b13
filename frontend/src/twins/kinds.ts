/** Kinds of interventions that the server knows, with their fields and bounds, from the schema of
 * scenarios: what a later version can do is offered, too. */

import { expanded, type Schema } from "../scenarios/fields_of_schema.ts";

export interface FieldSpec {
  readonly name: string;
  readonly description: string;
  readonly isRequired: boolean;
  /** Bounds, null for none; whether the lower one is allowed itself. */
  readonly low: number | null;
  readonly isLowAllowed: boolean;
  readonly high: number | null;
}

export interface Kind {
  /** As the server calls it. */
  readonly kind: string;
  readonly label: string;
  readonly meaning: string;
  readonly fields: ReadonlyMap<string, FieldSpec>;
}

const LABELS: Readonly<Record<string, string>> = {
  charger_out: "Chargers out of order",
  charger_in: "Chargers work again",
  bay_out: "Bays out of order",
  bay_in: "Bays work again",
  grid_limit: "Grid limit lowered",
  close: "Stations close",
  open: "Stations open",
  surge: "More or fewer vehicles",
  truck: "Batteries moved by truck",
};

/** What is seen is told by a form of its own. */
const ELSEWHERE = new Set(["observation"]);

/** Return the kinds that can be made, in the order of the server. */
export function kindsIn(schema: Schema): readonly Kind[] {
  const list = schema.properties?.interventions;
  if (list === undefined) return [];
  const items = expanded(schema, list).flatMap(({ items: one }) =>
    typeof one === "object" ? expanded(schema, one) : [],
  );
  return items.flatMap((node) => {
    const kind = node.properties?.kind?.const;
    return typeof kind !== "string" || ELSEWHERE.has(kind) ? [] : [kindOf(schema, node, kind)];
  });
}

function kindOf(schema: Schema, node: Schema, kind: string): Kind {
  const fields = Object.entries(node.properties ?? {})
    .filter(([name]) => name !== "kind")
    .map(([name, field]) => [name, fieldOf(schema, node, name, field)] as const);
  return {
    kind,
    label: LABELS[kind] ?? sentence(kind.replaceAll("_", " ")),
    meaning: meaningOf(node.description ?? ""),
    fields: new Map(fields),
  };
}

function fieldOf(schema: Schema, node: Schema, name: string, field: Schema): FieldSpec {
  const forms = expanded(schema, field);
  const first = <T>(of: (form: Schema) => T | undefined): T | null =>
    forms.map(of).find((value) => value !== undefined) ?? null;
  const above = first((form) => form.exclusiveMinimum);
  return {
    name,
    description: field.description ?? "",
    isRequired: node.required?.includes(name) ?? false,
    low: first((form) => form.minimum) ?? above,
    isLowAllowed: above === null,
    high: first((form) => form.maximum) ?? first((form) => form.exclusiveMaximum),
  };
}

/** Return a description without the word that stands before it: "`close`: stations close, ...". */
function meaningOf(description: string): string {
  return sentence(description.replace(/^`[^`]*`:\s*/, "").replace(/\s+/g, " "));
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
