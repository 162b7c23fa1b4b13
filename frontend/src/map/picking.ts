/**
 * What is under the pointer, found by arithmetic: to ask the GPU would make it draw all again, and
 * wait for it, each time the pointer moves.
 */

import { PARKED } from "../live/layout.ts";
import type { Tables } from "../live/tables.ts";
import { type Camera, pixelOf } from "./camera.ts";
import type { Places } from "./places.ts";
import type { VehicleInstances } from "./vehicle_instances.ts";

const NEAR_PX = 6; // beyond a shape's edge

export interface Found {
  readonly kind: "station" | "vehicle";
  readonly row: number;
}

interface Column {
  /** Units of the common space. */
  readonly radius: number;
  readonly heightOf: (row: number) => number;
}

/** Returns the station whose column is under a point of the picture [CSS pixels], or -1. Of columns
 * that are all there it is the one in front; of discs, seen from above, the nearest. */
export function stationAt(
  camera: Camera,
  places: Places,
  column: Column,
  [x, y]: readonly [number, number],
): number {
  const radius = column.radius * camera.scale;
  let [found, least, front] = [-1, Infinity, -Infinity];
  for (let place = places.zones; place < places.x.length; place += 1) {
    const row = place - places.zones;
    const [east, north] = [places.x[place] ?? 0, places.y[place] ?? 0];
    const foot = pixelOf(camera, east, north);
    const top = pixelOf(camera, east, north, column.heightOf(row));
    if (foot === null || top === null) continue;
    const far = distanceToSegment(x, y, foot, top);
    if (far >= radius + NEAR_PX) continue;
    const isDisc = foot[1] === top[1];
    const beside = isDisc ? far : Math.max(0, far - radius);
    const nearTo = isDisc ? 0 : foot[1]; // what stands lower in the picture is nearer
    // Of two at the same place the later one is drawn over the other.
    if (beside < least || (beside === least && nearTo >= front)) {
      [found, least, front] = [row, beside, nearTo];
    }
  }
  return found;
}

/** Vehicles as they are seen at a time. */
export interface SeenVehicles {
  readonly camera: Camera;
  readonly fleet: VehicleInstances;
  readonly tables: Tables;
  readonly places: Places;
  /** Simulated time [s]. */
  readonly now: number;
  /** Whether those are drawn that are parked. */
  readonly hasParked: boolean;
  /** Of a dot [CSS pixels]. */
  readonly radius: number;
}

/** Returns the vehicle whose dot is under a point, or -1; what is not drawn is not there. */
export function vehicleAt(seen: SeenVehicles, [x, y]: readonly [number, number]): number {
  let [found, nearest] = [-1, reachOf(seen)];
  for (let row = 0; row < seen.fleet.rows; row += 1) {
    const far = farFromVehicle(seen, row, x, y);
    if (far <= nearest) [found, nearest] = [row, far];
  }
  return found;
}

/** Returns whether a vehicle is still under a point. */
export function isVehicleAt(
  seen: SeenVehicles,
  row: number,
  [x, y]: readonly [number, number],
): boolean {
  return farFromVehicle(seen, row, x, y) <= reachOf(seen);
}

function reachOf({ radius }: SeenVehicles): number {
  return radius + NEAR_PX / 2;
}

/** Returns how far from a point a vehicle is in the picture [CSS pixels]; infinitely, where it is
 * not drawn. There may be a hundred thousand: nothing is allocated. */
function farFromVehicle(seen: SeenVehicles, row: number, x: number, y: number): number {
  const { fleet, places, now } = seen;
  const { doing, origin, place, departed_at, arrives_at } = seen.tables.vehicles;
  const to = arrives_at[row] ?? 0;
  if (!seen.hasParked && doing[row] === PARKED && now >= to) return Infinity;
  const part = partOf(now, departed_at[row] ?? 0, to);
  const first = origin[row] ?? 0;
  const last = place[row] ?? 0;
  const east = between(places.x[first], places.x[last], part) + (fleet.aside[2 * row] ?? 0);
  const north = between(places.y[first], places.y[last], part) + (fleet.aside[2 * row + 1] ?? 0);
  const { matrix, width, height } = seen.camera;
  const w = along(matrix, 3, east, north);
  if (w <= 0) return Infinity;
  const right = ((along(matrix, 0, east, north) / w + 1) / 2) * width;
  const down = ((1 - along(matrix, 1, east, north) / w) / 2) * height;
  return Math.hypot(right - x, down - y);
}

/** A row of a matrix times a point on the ground. */
function along(matrix: readonly number[], row: number, x: number, y: number): number {
  return (matrix[row] ?? 0) * x + (matrix[4 + row] ?? 0) * y + (matrix[12 + row] ?? 0);
}

/** Returns which part of its drive a vehicle has behind it. */
function partOf(now: number, from: number, to: number): number {
  return now >= to ? 1 : Math.max(0, (now - from) / (to - from));
}

function between(one: number | undefined, other: number | undefined, part: number): number {
  return (one ?? 0) + part * ((other ?? 0) - (one ?? 0));
}

function distanceToSegment(
  x: number,
  y: number,
  [fromX, fromY]: readonly [number, number],
  [toX, toY]: readonly [number, number],
): number {
  const [alongX, alongY] = [toX - fromX, toY - fromY];
  const square = alongX * alongX + alongY * alongY;
  const part = square === 0 ? 0 : ((x - fromX) * alongX + (y - fromY) * alongY) / square;
  const near = Math.min(1, Math.max(0, part));
  return Math.hypot(x - fromX - near * alongX, y - fromY - near * alongY);
}
