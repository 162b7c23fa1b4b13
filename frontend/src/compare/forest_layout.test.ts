// @vitest-environment jsdom
import { describe, expect, it } from "vitest";

import { scaleOf } from "./forest.tsx";

const row = (low: number | null, high: number | null) => ({
  middle: low === null || high === null ? null : (low + high) / 2,
  low,
  high,
});

describe("the axis of differences", () => {
  it("has nought on it, wherever the differences are", () => {
    for (const some of [[row(2, 3)], [row(-3, -2)], [row(-1, 4), row(2, 3)]]) {
      const { low, high } = scaleOf(some);
      expect(low).toBeLessThan(0);
      expect(high).toBeGreaterThan(0);
    }
  });

  it("has room for every interval, in order", () => {
    const { at, low, high } = scaleOf([row(-2, 5)]);
    const places = [low, -2, 0, 5, high].map(at);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  it("is there when nothing is known", () => {
    const { at } = scaleOf([row(null, null)]);
    expect(Number.isFinite(at(0))).toBe(true);
  });
});
