import { describe, expect, it } from "vitest";

import { pointsOf, risesOf, type SeriesInfo, valueAt } from "./course.ts";

const SERIES: SeriesInfo = {
  measure: "ready",
  unit: "batteries",
  meaning: "",
  station: "near",
  is_whole: true,
  time_s: [0, 100, 900, 1700, 1800],
  values: [5, 4, 4, 7, 7],
};

describe("what was simulated", () => {
  it("is at a time what came last, that very time included", () => {
    expect(valueAt(SERIES, 99)).toBe(5);
    expect(valueAt(SERIES, 100)).toBe(4);
    expect(valueAt({ ...SERIES, time_s: [50], values: [1] }, 49)).toBeNull();
  });

  it("is just before a time what stood until then", () => {
    expect(valueAt(SERIES, 100, true)).toBe(5);
    expect(valueAt(SERIES, 1700, true)).toBe(4);
    expect(valueAt(SERIES, 0, true)).toBeNull();
  });

  it("has no point where it has no value", () => {
    expect(pointsOf({ ...SERIES, time_s: [0, 1], values: [null, 2] })).toEqual([
      { at_s: 1, value: 2 },
    ]);
  });
});

describe("what came in each slot", () => {
  it("is by how much a count has risen", () => {
    const counts = { ...SERIES, values: [0, 1, 3, 4, 8] };
    expect(risesOf(counts, 900)).toEqual([
      { at_s: 0, value: 3 },
      { at_s: 900, value: 5 },
    ]);
  });

  it("is not known where changes are left out", () => {
    expect(risesOf({ ...SERIES, is_whole: false }, 900)).toBeNull();
  });

  it("is told of whole slots alone", () => {
    const counts = { ...SERIES, time_s: [500, 1000, 2000], values: [0, 1, 2] };
    expect(risesOf(counts, 900)).toEqual([{ at_s: 900, value: 1 }]);
  });
});
