import { describe, expect, it } from "vitest";

import { ticksOf, tickText, timeTicksOf } from "./ticks.ts";

describe("ticks of an axis", () => {
  it("are round and within its ends", () => {
    expect(ticksOf(-0.13, 0.42)).toEqual([0, 0.2, 0.4]);
    expect(ticksOf(0, 100)).toEqual([0, 20, 40, 60, 80, 100]);
    expect(ticksOf(1e6, 2e6, 3)).toEqual([1e6, 1.5e6, 2e6]);
  });

  it("are round times, and few", () => {
    expect(timeTicksOf(100, 4 * 3600)).toEqual([
      1800, 3600, 5400, 7200, 9000, 10_800, 12_600, 14_400,
    ]);
    const week = timeTicksOf(0, 7 * 86_400);
    expect(week).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map((day) => day * 86_400));
    expect(timeTicksOf(5, 5)).toEqual([5]);
  });

  it("are one where there is no room", () => expect(ticksOf(3, 3)).toEqual([3]));

  it("are written as people do", () => {
    expect(tickText(0.1 + 0.2)).toBe("0.3");
    expect(tickText(-1234.5)).toBe("−1,234.5");
    expect(tickText(-0)).toBe("0");
  });
});
