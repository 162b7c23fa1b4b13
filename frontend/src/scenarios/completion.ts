/** Names of fields and words that fit, offered while a scenario is written. */

import type { CompletionContext, CompletionResult } from "@codemirror/autocomplete";

import { reach } from "../api/client.ts";
import { fieldsAt, pathAbove, type Schema, wordsAt } from "./fields_of_schema.ts";

const KEY = /^\s*(?:- +)*([A-Za-z_]*)$/; // all there is before the cursor
const VALUE = /^(\s*(?:- +)*)([A-Za-z_]+):\s+(\S*)$/;

let asked: Promise<Schema | null> | null = null;

/** Offer what may stand where the cursor is. */
export async function complete(context: CompletionContext): Promise<CompletionResult | null> {
  const line = context.state.doc.lineAt(context.pos);
  const before = line.text.slice(0, context.pos - line.from);
  const key = KEY.exec(before);
  const value = VALUE.exec(before);
  const isAsked = context.explicit || key?.[1] !== "";
  const schema = isAsked && (key ?? value) !== null ? await known() : null;
  if (schema === null) return null;
  const lines = context.state.doc.toString().split("\n");
  const above = (column: number) => pathAbove(lines, line.number - 1, column);
  if (key !== null) return keys(schema, above, before, key[1] ?? "", context.pos);
  return value === null ? null : words(schema, above, value, context.pos);
}

type Above = (column: number) => string[];

function keys(
  schema: Schema,
  above: Above,
  before: string,
  begun: string,
  pos: number,
): CompletionResult {
  const options = fieldsAt(schema, above(before.length - begun.length)).map((field) => ({
    label: field.name,
    info: field.description,
    type: "property",
    apply: `${field.name}: `,
  }));
  return { from: pos - begun.length, options };
}

function words(
  schema: Schema,
  above: Above,
  value: RegExpExecArray,
  pos: number,
): CompletionResult {
  const [, margin = "", name = "", begun = ""] = value;
  const options = wordsAt(schema, [...above(margin.length), name]).map((label) => ({
    label,
    type: "enum",
  }));
  return { from: pos - begun.length, options };
}

/** Return the schema, asked for once; null if it cannot be had, until it is asked for again. */
function known(): Promise<Schema | null> {
  asked ??= reach("/api/scenario-schema").then(
    (answer) => answer.json() as Promise<Schema>,
    () => {
      asked = null;
      return null;
    },
  );
  return asked;
}
