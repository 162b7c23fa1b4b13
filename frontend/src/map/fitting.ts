/** How far a camera is to be moved so that all of a city is seen, and as large as there is room. */

import type { Edges } from "./free_space.ts";

const SPACE_PX = 24; // around the city
const RISES_PX = 40; // above it: columns stand on the ground that is measured

export interface Room {
  /** Of the whole map [CSS pixels]. */
  readonly width: number;
  readonly height: number;
  readonly edges: Edges;
  /** Steps of zoom that there are left. */
  readonly mostCloser: number;
}

export interface Framed {
  /** Steps of zoom. */
  readonly closer: number;
  /** How far the camera goes before that [CSS pixels]. */
  readonly right: number;
  readonly down: number;
}

/** Returns how to bring points into the middle of the room, and to fill it.
 *
 * @param points where they are in the picture now [CSS pixels].
 */
export function framed(
  points: readonly { readonly x: number; readonly y: number }[],
  { width, height, edges, mostCloser }: Room,
): Framed {
  const [left, right] = extentOf(points.map(({ x }) => x));
  const [top, bottom] = extentOf(points.map(({ y }) => y));
  const room = {
    left: edges.left + SPACE_PX,
    right: width - edges.right - SPACE_PX,
    top: edges.top + SPACE_PX + RISES_PX,
    bottom: height - edges.bottom - SPACE_PX,
  };
  const wider = Math.max(1, room.right - room.left) / Math.max(1, right - left);
  const higher = Math.max(1, room.bottom - room.top) / Math.max(1, bottom - top);
  const growth = Math.min(wider, higher, 2 ** mostCloser);
  // The picture grows from its middle: so that what is in the middle of the room stays there, it is
  // put there as it will be, not as it is.
  const shift = (from: number, to: number, middle: number) =>
    from - middle - (to - middle) / growth;
  return {
    closer: Math.log2(growth),
    right: shift((left + right) / 2, (room.left + room.right) / 2, width / 2),
    down: shift((top + bottom) / 2, (room.top + room.bottom) / 2, height / 2),
  };
}

function extentOf(values: readonly number[]): readonly [number, number] {
  return [Math.min(...values), Math.max(...values)];
}
