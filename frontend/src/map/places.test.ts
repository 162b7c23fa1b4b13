import { describe, expect, it } from "vitest";

import type { Scene } from "../live/scene.ts";
import { latOf, lonOf, unitsPerMetre, worldX, worldY } from "./mercator.ts";
import { degreesOf, placesOf } from "./places.ts";

function sceneAt(lon: (number | null)[], lat: (number | null)[], zones: number): Scene {
  const id = lon.map((_, at) => `p${at}`);
  const stations = { id: id.slice(zones), name: id, region: [], bays: [], chargers: [] };
  return {
    name: "here",
    clock: { start: "2026-01-05T00:00:00Z", horizon_s: 1 },
    places: { id, lon, lat, zones },
    stations,
    vehicles: [],
  };
}

describe("places", () => {
  it("are where they are, to centimetres", () => {
    const lon = [8.5, 8.71234567, 8.6];
    const lat = [50.0, 50.16543217, 50.1];
    const places = placesOf(sceneAt(lon, lat, 1));
    lon.forEach((one, at) => {
      const [east, north] = degreesOf(places, places.x[at] ?? NaN, places.y[at] ?? NaN);
      expect(Math.abs(east - one) * 71_000).toBeLessThan(0.02);
      expect(Math.abs(north - (lat[at] ?? NaN)) * 111_000).toBeLessThan(0.02);
    });
    expect(places.bounds).toEqual([8.5, 50.0, 8.71234567, 50.16543217]);
    expect(places.invented).toBe(0);
  });

  it("stand on a grid of their own where a scenario gives no positions", () => {
    const places = placesOf(sceneAt([null, null, null], [null, null, null], 0));
    const points = Array.from(places.x, (x, at) => `${x} ${places.y[at] ?? ""}`);
    expect(new Set(points).size).toBe(3);
    expect(places.invented).toBe(3);
    expect([...places.x, ...places.y].every(Number.isFinite)).toBe(true);
  });

  it("without a position stand beside those that have one", () => {
    const places = placesOf(sceneAt([9, null], [50, null], 1));
    const [lon, lat] = degreesOf(places, places.x[1] ?? NaN, places.y[1] ?? NaN);
    expect(Math.abs(lon - 9)).toBeLessThan(0.1);
    expect(Math.abs(lat - 50)).toBeLessThan(0.1);
  });

  it("of a single station have some ground around", () => {
    const [west, south, east, north] = placesOf(sceneAt([9], [50], 0)).bounds;
    expect(east - west).toBeCloseTo(0.01);
    expect(north - south).toBeCloseTo(0.01);
  });
});

describe("the projection", () => {
  it("is undone by its inverse, and knows a metre", () => {
    expect(lonOf(worldX(-73.5))).toBeCloseTo(-73.5, 9);
    expect(latOf(worldY(61.25))).toBeCloseTo(61.25, 9);
    const metre = worldY(50 + 1 / 111_195) - worldY(50);
    expect(metre / unitsPerMetre(50)).toBeCloseTo(1, 2);
  });
});
