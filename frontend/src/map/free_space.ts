/** How much of the map is free of the panels that lie over it. */

export interface Edges {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

const LEAST_PX = 240; // between panels: with less room the city is shown below them

/** The attribute of what lies over a map, at its left or its right edge. */
export const OVER_MAP = "data-over-map";

interface Over {
  readonly edge: string;
  readonly left: number;
  readonly right: number;
}

/** Returns what of a map lies under panels, at each edge [CSS pixels]. */
export function coveredEdges(map: HTMLElement): Edges {
  const panels = [...document.querySelectorAll(`[${OVER_MAP}]`)].map((panel): Over => {
    const { left, right } = panel.getBoundingClientRect();
    return { edge: panel.getAttribute(OVER_MAP) ?? "", left, right };
  });
  return edgesOf(map.getBoundingClientRect(), panels);
}

/** Returns the same from where map and panels begin and end. */
export function edgesOf(map: Omit<Over, "edge">, panels: readonly Over[]): Edges {
  const ofEdge = (edge: string, covered: (panel: Over) => number) =>
    panels
      .filter((panel) => panel.edge === edge && panel.left < map.right && panel.right > map.left)
      .reduce((most, panel) => Math.max(most, covered(panel)), 0);
  const left = ofEdge("left", (panel) => panel.right - map.left);
  const right = ofEdge("right", (panel) => map.right - panel.left);
  const isRoom = map.right - map.left - left - right >= LEAST_PX;
  return { top: 0, bottom: 0, left: isRoom ? left : 0, right: isRoom ? right : 0 };
}
