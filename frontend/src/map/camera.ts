/** From a city's offsets to pixels, in float64: what shaders are given, and what picking uses. */

import type { Viewport } from "@deck.gl/core";

export interface Camera {
  /** From offsets of the centre [common space] to clip space, column by column. */
  readonly matrix: readonly number[];
  /** Of the canvas [CSS pixels]. */
  readonly width: number;
  readonly height: number;
  /** CSS pixels in a unit of the common space, on the ground in the middle of the picture. */
  readonly scale: number;
  /** How far it is tilted [degrees]. */
  readonly pitch: number;
}

/** Returns the camera of a viewport for offsets from a centre.
 *
 * The translation is folded into the matrix here: in a shader it would be the difference of two
 * large float32 numbers, and vehicles would tremble.
 */
export function cameraOf(viewport: Viewport, centre: readonly [number, number]): Camera {
  const matrix = [...viewport.viewProjectionMatrix];
  const at = (index: number) => matrix[index] ?? 0;
  for (let row = 0; row < 4; row += 1) {
    matrix[12 + row] = at(row) * centre[0] + at(4 + row) * centre[1] + at(12 + row);
  }
  const { width, height, scale } = viewport;
  return { matrix, width, height, scale, pitch: pitchOf(viewport) };
}

function pitchOf(viewport: object): number {
  return "pitch" in viewport && typeof viewport.pitch === "number" ? viewport.pitch : 0;
}

export function isSameCamera(one: Camera, other: Camera): boolean {
  return (
    one.width === other.width &&
    one.height === other.height &&
    one.matrix.every((value, at) => value === other.matrix[at])
  );
}

/** Returns where a point is in the picture [CSS pixels], or null behind the camera. */
export function pixelOf(
  { matrix, width, height }: Camera,
  x: number,
  y: number,
  z = 0,
): readonly [number, number] | null {
  const along = (row: number) =>
    (matrix[row] ?? 0) * x +
    (matrix[4 + row] ?? 0) * y +
    (matrix[8 + row] ?? 0) * z +
    (matrix[12 + row] ?? 0);
  const w = along(3);
  if (w <= 0) return null;
  return [((along(0) / w + 1) / 2) * width, ((1 - along(1) / w) / 2) * height];
}
