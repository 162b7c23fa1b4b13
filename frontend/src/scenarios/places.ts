/** Where in a scenario's file something is that the server says is wrong. */

import type { SyntaxNode, Tree } from "@lezer/common";

export interface Span {
  readonly from: number;
  readonly to: number;
}

const STEP = /[^.[\]]+|\[\d+\]/g;
const LINE = /line (\d+)(?:, column (\d+))?/g;

/** Return the span of a place such as `stations[0].chargers`: that of its key, or of the nearest
 * thing around it that is there. */
export function spanOf(place: string, text: string, tree: Tree): Span {
  let value = firstValue(tree.topNode.getChild("Document"));
  let span: Span = { from: 0, to: Math.max(0, text.indexOf("\n")) };
  for (const step of place.match(STEP) ?? []) {
    const found = step.startsWith("[")
      ? itemOf(value, Number(step.slice(1, -1)))
      : pairOf(value, step, text);
    if (found === null) break;
    span = spanIn(found, text);
    value = valueOf(found);
  }
  return span;
}

/** Return where a text that is no YAML breaks off: the last place that its message names. */
export function spanOfMessage(message: string, text: string): Span {
  const [, line = "1", column = "1"] = [...message.matchAll(LINE)].at(-1) ?? [];
  const lines = text.split("\n");
  const before = lines.slice(0, Number(line) - 1).reduce((sum, one) => sum + one.length + 1, 0);
  const from = Math.min(before + Number(column) - 1, text.length);
  return { from, to: Math.min(from + 1, text.length) };
}

function firstValue(document: SyntaxNode | null): SyntaxNode | null {
  return document?.firstChild ?? null;
}

function pairOf(mapping: SyntaxNode | null, key: string, text: string): SyntaxNode | null {
  for (const pair of mapping?.getChildren("Pair") ?? []) {
    const name = pair.getChild("Key");
    if (name !== null && unquoted(text.slice(name.from, name.to)) === key) return pair;
  }
  return null;
}

function itemOf(sequence: SyntaxNode | null, index: number): SyntaxNode | null {
  return sequence?.getChildren("Item")[index] ?? null;
}

/** Return the value of a pair or an item. */
function valueOf(node: SyntaxNode): SyntaxNode | null {
  let last = node.lastChild;
  while (last?.name === "Comment") last = last.prevSibling;
  return last === null || last.name === "Key" || last.name === ":" ? null : last;
}

/** Return the key of a pair, or the first line of an item. */
function spanIn(node: SyntaxNode, text: string): Span {
  const shown = node.getChild("Key") ?? valueOf(node) ?? node;
  const from = shown.from + (/^\s*/.exec(text.slice(shown.from, shown.to))?.[0].length ?? 0);
  const end = text.indexOf("\n", from);
  return { from, to: end < 0 ? shown.to : Math.min(shown.to, end) };
}

function unquoted(key: string): string {
  return key.replace(/^(['"])(.*)\1$/s, "$2").trim();
}
