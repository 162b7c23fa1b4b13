/** The last answer, kept while a newer one to the same question comes. */

import { useState } from "react";

import type { Asked } from "./use_asked.ts";

/** Return an answer, or the one before where it was about the same thing.
 *
 * @param of what answers are about: the last one of another thing is not kept.
 */
export function useLast<T>(asked: Asked<T>, of: string): Asked<T> {
  const { value } = asked;
  const [kept, setKept] = useState<{ readonly of: string; readonly value: T } | null>(null);
  if (value !== null && kept?.value !== value) setKept({ of, value });
  const last = value ?? (kept?.of === of ? kept.value : null);
  return { ...asked, value: last, isFirst: asked.isFirst && last === null };
}
