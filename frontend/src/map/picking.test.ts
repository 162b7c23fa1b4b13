import { expect, it } from "vitest";

import { emptyColumns, VEHICLES } from "../live/layout.ts";
import { Tables } from "../live/tables.ts";
import type { Camera } from "./camera.ts";
import { stationAt, vehicleAt, vehiclePosition } from "./picking.ts";
import type { Places } from "./places.ts";
import { VehicleInstances } from "./vehicle_instances.ts";

/** Looks straight down; a unit is 100 pixels, the middle is at 200, 200. */
const CAMERA: Camera = {
  matrix: [0.5, 0, 0, 0, 0, 0.5, 0, 0, 0, 0.25, 0.1, 0, 0, 0, 0, 1],
  width: 400,
  height: 400,
  scale: 100,
  pitch: 0,
};
const PLACES: Places = {
  centre: [256, 256],
  x: Float32Array.of(-1, 1, 0),
  y: Float32Array.of(0, 0, 1),
  zones: 1,
  bounds: [0, 0, 1, 1],
  invented: 0,
};

function driving(from: number, to: number): Tables {
  const tables = new Tables();
  tables.vehicles = emptyColumns(VEHICLES, 1);
  tables.vehicles.origin[0] = 0;
  tables.vehicles.place[0] = 1;
  tables.vehicles.departed_at[0] = from;
  tables.vehicles.arrives_at[0] = to;
  return tables;
}

it("finds the station under a point, at its foot and along its column", () => {
  const column = { radius: 0.1, heightOf: () => 1 };
  expect(stationAt(CAMERA, PLACES, column, [300, 200])).toBe(0);
  expect(stationAt(CAMERA, PLACES, column, [300, 160])).toBe(0);
  expect(stationAt(CAMERA, PLACES, column, [200, 100])).toBe(1);
  expect(stationAt(CAMERA, PLACES, column, [100, 200])).toBe(-1);
});

it("finds a vehicle where it is at that time", () => {
  const tables = driving(100, 200);
  const fleet = new VehicleInstances(tables, PLACES);
  const at = (now: number, x: number) =>
    vehicleAt(CAMERA, fleet, { tables, places: PLACES, now }, 4, [x, 200]);
  expect(at(50, 100)).toBe(0);
  expect(at(150, 200)).toBe(0);
  expect(at(150, 100)).toBe(-1);
  expect(at(500, 300)).toBe(0);
});

it("knows where a vehicle is that has driven no time at all", () => {
  const [x, y] = vehiclePosition(driving(100, 100), PLACES, 0, 100);
  expect([x, y]).toEqual([1, 0]);
});
