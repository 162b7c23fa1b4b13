import { expect, it } from "vitest";

import { DOING, emptyColumns, VEHICLES } from "../live/layout.ts";
import { Tables } from "../live/tables.ts";
import type { Camera } from "./camera.ts";
import { isVehicleAt, type SeenVehicles, stationAt, vehicleAt } from "./picking.ts";
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

it("finds the nearest of two stations that are seen from above, however high they stand", () => {
  const close = { ...PLACES, x: Float32Array.of(-1, 0, 0.1), y: Float32Array.of(0, 0, 0) };
  const disc = { radius: 0.1, heightOf: () => 0 };
  expect(stationAt(CAMERA, close, disc, [202, 200])).toBe(0);
  expect(stationAt(CAMERA, close, disc, [206, 200])).toBe(1);
});

it("finds of columns that hide each other the one in front", () => {
  const behind = { ...PLACES, x: Float32Array.of(-1, 0, 0), y: Float32Array.of(0, -0.1, 0) };
  const column = { radius: 0.1, heightOf: () => 1 };
  expect(stationAt(CAMERA, behind, column, [200, 190])).toBe(0);
  expect(stationAt(CAMERA, behind, column, [200, 145])).toBe(1); // only that one is so high
});

it("finds of two stations at one place the one that is drawn over the other", () => {
  const same = { ...PLACES, x: Float32Array.of(-1, 0, 0), y: Float32Array.of(0, 0, 0) };
  for (const heightOf of [() => 0, () => 1]) {
    expect(stationAt(CAMERA, same, { radius: 0.1, heightOf }, [200, 200])).toBe(1);
  }
});

function seen(tables: Tables, now: number, hasParked = true): SeenVehicles {
  const fleet = new VehicleInstances(tables, PLACES);
  return { camera: CAMERA, fleet, tables, places: PLACES, now, hasParked, radius: 4 };
}

it("finds a vehicle where it is at that time", () => {
  const tables = driving(100, 200);
  const at = (now: number, x: number) => vehicleAt(seen(tables, now), [x, 200]);
  expect(at(50, 100)).toBe(0);
  expect(at(150, 200)).toBe(0);
  expect(at(150, 100)).toBe(-1);
  expect(at(500, 300)).toBe(0);
});

it("knows where a vehicle is that has driven no time at all", () => {
  expect(vehicleAt(seen(driving(100, 100), 100), [300, 200])).toBe(0);
});

it("finds no vehicle that is parked where those are not drawn, but those that drive to be", () => {
  const tables = driving(100, 200);
  tables.vehicles.doing[0] = DOING.indexOf("parked");
  expect(vehicleAt(seen(tables, 150, false), [200, 200])).toBe(0);
  expect(vehicleAt(seen(tables, 250, false), [300, 200])).toBe(-1);
  tables.vehicles.doing[0] = DOING.indexOf("waiting");
  expect(vehicleAt(seen(tables, 250, false), [300, 200])).toBe(0);
});

it("notices that a vehicle has driven away from a point", () => {
  const tables = driving(100, 200);
  expect(isVehicleAt(seen(tables, 150), 0, [200, 200])).toBe(true);
  expect(isVehicleAt(seen(tables, 170), 0, [200, 200])).toBe(false);
});
