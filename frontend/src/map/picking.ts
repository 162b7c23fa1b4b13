/**
 * What is under the pointer, found by arithmetic: to ask the GPU would make it draw all again, and
 * wait for it, each time the pointer moves.
 */

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

/** Returns the station whose column is under a point of the picture [CSS pixels], or -1. */
export function stationAt(
  camera: Camera,
  places: Places,
  column: Column,
  [x, y]: readonly [number, number],
): number {
  const reach = column.radius * camera.scale + NEAR_PX;
  let [found, nearest] = [-1, reach];
  for (let place = places.zones; place < places.x.length; place += 1) {
    const row = place - places.zones;
    const [east, north] = [places.x[place] ?? 0, places.y[place] ?? 0];
    const foot = pixelOf(camera, east, north);
    const top = pixelOf(camera, east, north, column.heightOf(row));
    if (foot === null || top === null) continue;
    const far = distanceToSegment(x, y, foot, top);
    if (far < nearest) [found, nearest] = [row, far];
  }
  return found;
}

/** Returns the vehicle whose dot is under a point at a time [s], or -1. */
export function vehicleAt(
  camera: Camera,
  fleet: VehicleInstances,
  drives: { readonly tables: Tables; readonly places: Places; readonly now: number },
  radius: number,
  [x, y]: readonly [number, number],
): number {
  let [found, nearest] = [-1, radius + NEAR_PX / 2];
  for (let row = 0; row < fleet.rows; row += 1) {
    const [east, north] = vehiclePosition(drives.tables, drives.places, row, drives.now);
    const at = pixelOf(
      camera,
      east + (fleet.aside[2 * row] ?? 0),
      north + (fleet.aside[2 * row + 1] ?? 0),
    );
    if (at === null) continue;
    const far = Math.hypot(at[0] - x, at[1] - y);
    if (far < nearest) [found, nearest] = [row, far];
  }
  return found;
}

/** Returns where a vehicle is at a time, as an offset in the common space. */
export function vehiclePosition(
  { vehicles }: Tables,
  { x, y }: Places,
  row: number,
  now: number,
): readonly [number, number] {
  const [origin, place] = [vehicles.origin[row] ?? 0, vehicles.place[row] ?? 0];
  const [from, to] = [vehicles.departed_at[row] ?? 0, vehicles.arrives_at[row] ?? 0];
  const part = now >= to ? 1 : Math.min(1, Math.max(0, (now - from) / (to - from)));
  const between = (one: number, other: number) => one + part * (other - one);
  return [between(x[origin] ?? 0, x[place] ?? 0), between(y[origin] ?? 0, y[place] ?? 0)];
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
