/** A round column of height 1: its top first, so that a picture from above may draw that alone. */

const SIDES = 14;

export interface ColumnGeometry {
  /** x, y and z of each corner of the triangles. */
  readonly corners: Float32Array;
  /** Which way each faces. */
  readonly facing: Float32Array;
  readonly topVertices: number;
  readonly vertices: number;
}

export function columnGeometry(): ColumnGeometry {
  const corners: number[] = [];
  const facing: number[] = [];
  const points = Array.from({ length: SIDES }, (_, side) => pointAt(side));
  const next = (side: number) => points[(side + 1) % SIDES] ?? [0, 0];
  points.forEach(([x, y], side) => {
    const [toX, toY] = next(side);
    corners.push(0, 0, 1, x, y, 1, toX, toY, 1);
    for (let corner = 0; corner < 3; corner += 1) facing.push(0, 0, 1);
  });
  points.forEach(([x, y], side) => {
    const [toX, toY] = next(side);
    const [outX, outY] = pointAt(side + 0.5);
    corners.push(x, y, 0, toX, toY, 0, x, y, 1, x, y, 1, toX, toY, 0, toX, toY, 1);
    for (let corner = 0; corner < 6; corner += 1) facing.push(outX, outY, 0);
  });
  return {
    corners: new Float32Array(corners),
    facing: new Float32Array(facing),
    topVertices: 3 * SIDES,
    vertices: 9 * SIDES,
  };
}

function pointAt(side: number): [number, number] {
  const angle = (2 * Math.PI * side) / SIDES;
  return [Math.cos(angle), Math.sin(angle)];
}
