import { describe, expect, it } from "vitest";

import { bodyOf, FIRST } from "./new_twin_body.ts";

describe("a new twin", () => {
  it("is asked for when it is known what it is made of", () => {
    expect(bodyOf(FIRST)).toBeNull();
    expect(bodyOf({ ...FIRST, scenario: "s1" })).toEqual({ from: { scenario: "s1" }, seed: 1 });
    expect(bodyOf({ ...FIRST, scenario: "s1", seed: "" })).toBeNull();
    expect(bodyOf({ ...FIRST, scenario: "s1", seed: "1.5" })).toBeNull();
  });

  it("has a seed of its own where it is made from a scenario alone", () => {
    const run = { ...FIRST, source: "run" as const, run: "r1", replication: "2", name: " today " };
    expect(bodyOf(run)).toEqual({ from: { run: "r1", replication: 2 }, name: "today" });
    const kept = { ...FIRST, source: "snapshot" as const, snapshot: "n1" };
    expect(bodyOf(kept)).toEqual({ from: { snapshot: "n1" } });
  });

  it("is made of one thing, whatever was given before", () => {
    const recipe = { voltwin_recipe: 1 };
    const given = { ...FIRST, source: "recipe" as const, scenario: "s1", recipe };
    expect(bodyOf(given)).toEqual({ from: { recipe } });
    expect(bodyOf({ ...given, recipe: null })).toBeNull();
  });
});
