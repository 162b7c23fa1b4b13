/** Levels of factors in words: what is done with them, and not the bare number. */

import type { Outcome } from "./cells.ts";

/** Return what is done with the levels of each factor, `+=` or `*=`, as the names of variants tell
 * it: `chargers+=2, demand*=1.5`. */
export function operationsIn(
  outcomes: readonly Outcome[],
  factors: readonly string[],
): ReadonlyMap<string, string> {
  const parts = outcomes[0]?.name.split(", ") ?? [];
  return new Map(
    factors.map((factor) => {
      const part = parts.find((one) => one.startsWith(factor))?.slice(factor.length) ?? "";
      return [factor, /^[+\-*]?=/.exec(part)?.[0] ?? "="];
    }),
  );
}

/** Return a level as people read it: `+2`, `× 1.5`, `wait`. */
export function levelText(operation: string, level: string): string {
  if (operation === "*=") return `× ${level}`;
  const text = level.replaceAll("-", "−");
  if (!/^[−\d]/.test(text)) return level;
  if (operation === "+=") return text.startsWith("−") ? text : `+${text}`;
  return operation === "-=" ? `−${text}` : text;
}
