/** A small map of a city: degrees to places in a drawing. */

export interface Point {
  readonly lon: number;
  readonly lat: number;
}

export interface Projection {
  readonly width: number;
  readonly height: number;
  /** Return where a point is in the drawing. */
  readonly place: (point: Point) => readonly [number, number];
}

const MARGIN = 16;
const LEAST_EXTENT = 0.005; // [degrees]
const DEGREES = Math.PI / 180;

/** Return the projection that shows all points in a drawing of a width; none is drawn higher than
 * it is wide. */
export function projectionOf(points: readonly Point[], width: number): Projection {
  const [west, east] = endsOf(points.map(({ lon }) => lon));
  const [south, north] = endsOf(points.map(({ lat }) => lat));
  const narrowing = Math.cos(((south + north) / 2) * DEGREES); // of degrees of longitude
  const inside = width - 2 * MARGIN;
  const scale = Math.min(inside / ((east - west) * narrowing), inside / (north - south));
  const height = Math.max(width / 3, (north - south) * scale + 2 * MARGIN);
  const [middleX, middleY] = [(west + east) / 2, (south + north) / 2];
  return {
    width,
    height,
    place: ({ lon, lat }) => [
      width / 2 + (lon - middleX) * narrowing * scale,
      height / 2 - (lat - middleY) * scale,
    ],
  };
}

function endsOf(values: readonly number[]): readonly [number, number] {
  if (values.length === 0) return [0, LEAST_EXTENT];
  const [least, most] = values.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Infinity, -Infinity],
  );
  const missing = Math.max(0, LEAST_EXTENT - (most - least)) / 2;
  return [least - missing, most + missing];
}
