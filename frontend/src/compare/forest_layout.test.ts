import { describe, expect, it } from "vitest";

import { layoutOf, scaleOf } from "./forest_layout.ts";

const WORDS = 230;
const DESK = layoutOf(900, WORDS);

const row = (low: number | null, high: number | null) => ({
  middle: low === null || high === null ? null : (low + high) / 2,
  low,
  high,
});

describe("the axis of differences", () => {
  it("has nought on it, wherever the differences are", () => {
    for (const some of [[row(2, 3)], [row(-3, -2)], [row(-1, 4), row(2, 3)]]) {
      const { low, high } = scaleOf(some, DESK);
      expect(low).toBeLessThan(0);
      expect(high).toBeGreaterThan(0);
    }
  });

  it("has room for every interval, in order", () => {
    const { at, low, high } = scaleOf([row(-2, 5)], DESK);
    const places = [low, -2, 0, 5, high].map(at);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  it("is there when nothing is known", () => {
    const { at } = scaleOf([row(null, null)], DESK);
    expect(Number.isFinite(at(0))).toBe(true);
  });
});

describe("a forest plot", () => {
  it("has its words beside the axis on a desk, and above it on a phone", () => {
    const phone = layoutOf(340, WORDS);
    expect(DESK.label(0).x).toBeLessThan(DESK.from);
    expect(DESK.text(0).x).toBeGreaterThan(DESK.to);
    expect(phone.to - phone.from).toBeGreaterThan(300);
    expect(phone.text(0).y).toBeLessThan(phone.bar);
    expect(phone.bar).toBeLessThan(phone.row);
  });

  it("has room for its longest numbers", () => {
    for (const words of [100, 230, 300, 480, 700]) {
      for (const width of [340, 640, 900, 1100]) {
        const layout = layoutOf(width, words);
        const isBeside = layout.text(0).x > layout.to;
        if (isBeside) expect(layout.text(0).x + words).toBeLessThanOrEqual(width);
        expect(layout.to - layout.from).toBeGreaterThanOrEqual(200);
      }
    }
  });
});
