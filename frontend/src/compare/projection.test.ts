import { describe, expect, it } from "vitest";

import { projectionOf } from "./projection.ts";

const CITY = [
  { lon: 9.9, lat: 53.5 },
  { lon: 10.1, lat: 53.6 },
  { lon: 10, lat: 53.45 },
];

describe("a small map", () => {
  it("has all points in it", () => {
    const { width, height, place } = projectionOf(CITY, 600);
    for (const [x, y] of CITY.map(place)) {
      expect(x).toBeGreaterThan(0);
      expect(x).toBeLessThan(width);
      expect(y).toBeGreaterThan(0);
      expect(y).toBeLessThan(height);
    }
  });

  it("has north above and east to the right", () => {
    const { place } = projectionOf(CITY, 600);
    const [[x0, y0], [x1, y1]] = [place({ lon: 9.9, lat: 53.5 }), place({ lon: 10.1, lat: 53.6 })];
    expect(x1).toBeGreaterThan(x0);
    expect(y1).toBeLessThan(y0);
  });

  it("shows a kilometre as long in both directions", () => {
    const { place } = projectionOf(CITY, 600);
    const at = { lon: 10, lat: 53.525 };
    const km = 1 / 111.32; // degrees of latitude
    const [x, y] = place(at);
    const [east] = place({ ...at, lon: at.lon + km / Math.cos((53.525 * Math.PI) / 180) });
    const [, north] = place({ ...at, lat: at.lat + km });
    expect(east - x).toBeCloseTo(y - north, 1);
  });

  it("is there for one point and for none", () => {
    for (const points of [[], CITY.slice(0, 1)]) {
      const { height, place } = projectionOf(points, 300);
      expect(Number.isFinite(height)).toBe(true);
      expect(place({ lon: 9.9, lat: 53.5 }).every(Number.isFinite)).toBe(true);
    }
  });
});
