import { describe, expect, it } from "vitest";

import { DEMAND, lever, POLICY } from "../levers/lever_for_tests.ts";
import { bodyOf, factorOf, levelsOf, missingOf, type Plan, variantsOf } from "./plan.ts";

const CHARGERS = factorOf(lever());
const PLAN: Plan = {
  name: "a sweep",
  scenario: "id",
  factors: [CHARGERS, factorOf(DEMAND), factorOf(POLICY)],
  design: "grid",
  variants: 16,
  replications: 4,
  until: "1d",
};

describe("a factor", () => {
  it("begins about where its lever is now, within its bounds", () => {
    expect(levelsOf(CHARGERS)).toEqual([0, 1, 2]);
    expect(levelsOf(factorOf(DEMAND))).toEqual([0.8, 1, 1.2]);
    expect(levelsOf(factorOf(POLICY))).toEqual(["lose", "wait", "divert"]);
  });

  it("has levels where its lever can stand, each once", () => {
    expect(levelsOf({ ...CHARGERS, from: 0, to: 2, levels: 9 })).toEqual([0, 1, 2]);
    expect(levelsOf({ ...CHARGERS, levels: 1 })).toEqual([0]);
  });
});

describe("a plan", () => {
  it("has every combination in a grid, and as many as are asked for otherwise", () => {
    expect(variantsOf(PLAN)).toBe(27);
    expect(variantsOf({ ...PLAN, design: "sobol" })).toBe(16);
  });

  it("is told as the server takes it", () => {
    expect(bodyOf(PLAN)).toEqual({
      scenario_id: "id",
      name: "a sweep",
      factors: {
        chargers: { path: "stations[*].chargers", add: [0, 1, 2] },
        demand: { path: "demand.multiplier", multiply: [0.8, 1, 1.2] },
        policy: { path: "stations[*].policy", set: ["lose", "wait", "divert"] },
      },
      design: { kind: "grid" },
      replications: 4,
      until: "1d",
    });
  });

  it("spreads points over ranges, and choices over their levels", () => {
    const { factors, design } = bodyOf({ ...PLAN, design: "latin_hypercube", until: "" });
    expect(design).toEqual({ kind: "latin_hypercube", variants: 16 });
    expect(factors.chargers).toMatchObject({ add: { from: 0, to: 2, whole: true } });
    expect(factors.demand).toMatchObject({ multiply: { from: 0.8, to: 1.2 } });
    expect(factors.policy).toMatchObject({ set: ["lose", "wait", "divert"] });
  });

  it("says what it lacks", () => {
    expect(missingOf(PLAN)).toBeNull();
    expect(missingOf({ ...PLAN, factors: [] })).toMatch("varied");
    expect(missingOf({ ...PLAN, design: "sobol", variants: 12 })).toMatch("powers of two");
    const none = { ...factorOf(POLICY), choices: [] };
    expect(missingOf({ ...PLAN, factors: [none] })).toMatch("level");
  });
});
