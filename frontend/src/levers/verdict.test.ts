import { describe, expect, it } from "vitest";

import { verdictOf } from "./verdict.ts";

describe("what an interval says", () => {
  it("is nothing before there is one", () =>
    expect(verdictOf("lost_share", null, null)).toBe("unknown"));

  it("is not clear while it holds 0", () => {
    expect(verdictOf("lost_share", -0.1, 0.01)).toBe("unclear");
    expect(verdictOf("lost_share", 0, 0.01)).toBe("unclear");
  });

  it("is welcome or not by what the measure means", () => {
    expect(verdictOf("lost_share", -0.2, -0.1)).toBe("better");
    expect(verdictOf("wait_p95_s", 3, 4)).toBe("worse");
    expect(verdictOf("within_target_share", 0.1, 0.2)).toBe("better");
    expect(verdictOf("margin", -2, -1)).toBe("worse");
    expect(verdictOf("energy_cost", 1, 2)).toBe("worse");
    expect(verdictOf("stranded", -3, -1)).toBe("better");
  });

  it("is more or less where neither is better", () => {
    expect(verdictOf("grid_kwh", 1, 2)).toBe("more");
    expect(verdictOf("charger_utilisation", -2, -1)).toBe("less");
  });

  it("is no change where nothing differs at all", () => {
    expect(verdictOf("grid_kwh", 0, 0)).toBe("none");
  });
});
