/**
 * Where places are on the map, as offsets from the centre of their city in deck.gl's common space:
 * float32 has centimetres there. Places that a scenario gives no position are put on a grid.
 */

import type { Scene } from "../live/scene.ts";
import { latOf, lonOf, worldX, worldY } from "./mercator.ts";

const GRID_DEGREES = 0.01; // between places without a position
const LEAST_EXTENT = 0.01; // [degrees], of the bounds of a city

/** West, south, east, north [degrees]. */
export type Bounds = readonly [number, number, number, number];

export interface Places {
  /** In the common space. */
  readonly centre: readonly [number, number];
  /** Offsets from the centre, by place. */
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly zones: number;
  readonly bounds: Bounds;
  /** How many had no position. */
  readonly invented: number;
}

export function placesOf({ places }: Scene): Places {
  const positions = positionsOf(places.lon, places.lat);
  const bounds = boundsOf(positions.lon, positions.lat);
  const centre = [
    worldX((bounds[0] + bounds[2]) / 2),
    (worldY(bounds[1]) + worldY(bounds[3])) / 2,
  ] as const;
  return {
    centre,
    x: Float32Array.from(positions.lon, (lon) => worldX(lon) - centre[0]),
    y: Float32Array.from(positions.lat, (lat) => worldY(lat) - centre[1]),
    zones: places.zones,
    bounds,
    invented: positions.invented,
  };
}

/** Returns longitude and latitude of a point by its offset. */
export function degreesOf({ centre }: Places, x: number, y: number): [number, number] {
  return [lonOf(centre[0] + x), latOf(centre[1] + y)];
}

interface Positions {
  readonly lon: number[];
  readonly lat: number[];
  readonly invented: number;
}

function positionsOf(
  given_lon: readonly (number | null)[],
  given_lat: readonly (number | null)[],
): Positions {
  const known = given_lon.flatMap((lon, at) => {
    const lat = given_lat[at] ?? null;
    return lon === null || lat === null ? [] : [[lon, lat] as const];
  });
  const [west, south] = [least(known.map(([lon]) => lon)), least(known.map(([, lat]) => lat))];
  const missing = given_lon.length - known.length;
  const wide = Math.max(1, Math.ceil(Math.sqrt(missing)));
  const [lon, lat]: [number[], number[]] = [[], []];
  let invented = 0;
  given_lon.forEach((one, at) => {
    const other = given_lat[at] ?? null;
    const isKnown = one !== null && other !== null;
    lon.push(isKnown ? one : west + GRID_DEGREES * (invented % wide));
    lat.push(isKnown ? other : south - GRID_DEGREES * (1 + Math.floor(invented / wide)));
    if (!isKnown) invented += 1;
  });
  return { lon, lat, invented };
}

function least(values: readonly number[]): number {
  return values.reduce((one, other) => Math.min(one, other), values[0] ?? 0);
}

function boundsOf(lon: readonly number[], lat: readonly number[]): Bounds {
  const [west, south] = [least(lon), least(lat)];
  const east = -least(lon.map((one) => -one));
  const north = -least(lat.map((one) => -one));
  const wider = Math.max(0, LEAST_EXTENT - (east - west)) / 2;
  const higher = Math.max(0, LEAST_EXTENT - (north - south)) / 2;
  return [west - wider, south - higher, east + wider, north + higher];
}
