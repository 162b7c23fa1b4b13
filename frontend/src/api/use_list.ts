/** A list of the server, the newest first, page by page: as many as are wanted, and all of them afresh
 * each time, so that what has changed or gone among the older ones is seen, too. */

import { useCallback, useState } from "react";

import { type Asked, useAsked } from "./use_asked.ts";

export interface ListPage<T, C> {
  readonly items: readonly T[];
  /** `before` of the next page; null at the end. */
  readonly next: C | null;
}

export interface List<T> {
  readonly items: readonly T[];
  /** Are there older ones? */
  readonly hasOlder: boolean;
}

export interface GrowingList<L> {
  readonly asked: Asked<L>;
  /** Have older ones loaded, if there are any. */
  readonly older: () => void;
}

interface Options<L> {
  /** As many more are asked for at a time. */
  readonly step: number;
  readonly every?: number | ((list: L) => number | null);
}

/** Ask for a list, which grows where older ones are wanted.
 *
 * @param ask for as many as are wanted, given what it was before, if it was known.
 */
export function useList<T, L extends List<T>>(
  about: string | null,
  ask: (wanted: number, former: L | null, signal: AbortSignal) => Promise<L>,
  { step, every }: Options<L>,
): GrowingList<L> {
  const [grown, setGrown] = useState<{ readonly about: string | null; readonly wanted: number }>();
  const wanted = grown?.about === about ? grown.wanted : step;
  const [former, setFormer] = useState<{ about: string | null; value: L } | null>(null);
  const asked = useAsked<L>(
    about,
    (signal) => ask(wanted, former?.about === about ? former.value : null, signal),
    every === undefined ? {} : { every },
  );
  const { value, again } = asked;
  if (value !== null && former?.value !== value) setFormer({ about, value });
  const isNearEnd = value !== null && value.hasOlder && value.items.length >= wanted;
  const older = useCallback(() => {
    if (!isNearEnd) return; // there are no more, or they are being asked for
    setGrown({ about, wanted: wanted + step });
    again();
  }, [isNearEnd, about, wanted, step, again]);
  return { asked, older };
}

/** Return the first so many of a list that the server tells in pages.
 *
 * @param most on a page.
 */
export async function firstOf<T, C>(
  wanted: number,
  most: number,
  page: (limit: number, before: C | null) => Promise<ListPage<T, C>>,
): Promise<List<T>> {
  const items: T[] = [];
  let next: C | null = null;
  do {
    const found: ListPage<T, C> = await page(Math.min(most, wanted - items.length), next);
    items.push(...found.items);
    next = found.next;
  } while (next !== null && items.length < wanted);
  return { items, hasOlder: next !== null };
}
