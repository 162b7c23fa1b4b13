/** How much of the map the panels over it leave free. */

export interface Edges {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

const BESIDE = { left: 280, right: 330 } as const; // px; the panels' widths with their margins
const WIDE_ENOUGH_PX = 1000; // of a map, to keep room for both

/** Returns what is to be kept free of the city at each edge of a map [px]. */
export function paddingFor(width: number): Edges {
  const { left, right } = width >= WIDE_ENOUGH_PX ? BESIDE : { left: 0, right: 0 };
  return { top: 0, right, bottom: 0, left };
}
