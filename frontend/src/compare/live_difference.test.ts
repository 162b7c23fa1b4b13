// @vitest-environment jsdom
import { describe, expect, it } from "vitest";

import { areAtOneTime } from "./live_difference.tsx";

describe("KPIs of two twins", () => {
  it("are held against each other at one time alone", () => {
    expect(areAtOneTime({ now: 3600 }, { now: 3600.4 })).toBe(true);
    expect(areAtOneTime({ now: 3600 }, { now: 3660 })).toBe(false);
    expect(areAtOneTime({ now: 3600 }, null)).toBe(false);
  });
});
