import { describe, expect, it } from "vitest";

import type { ApiTable } from "../ui/columns.ts";
import { effectsOf, factorsIn, outcomesOf, pairsOf, variantsAt } from "./cells.ts";

const column = (name: string, values: (string | number | null)[]) => ({
  name,
  values,
  unit: "",
  meaning: "",
});

const table = (columns: Record<string, (string | number | null)[]>): ApiTable => ({
  rows: Object.values(columns)[0]?.length ?? 0,
  columns: Object.entries(columns).map(([name, values]) => column(name, values)),
});

const SUMMARY = table({
  variant: [0, 1],
  name: ["chargers+=0, policy=wait", "chargers+=2, policy=wait"],
  chargers: [0, 2],
  policy: ["wait", "wait"],
  measure: ["lost_share", "lost_share"],
  unit: ["1", "1"],
  replications: [4, 4],
  mean: [0.1, 0.05],
  low: [0.09, null],
  high: [0.11, null],
});

const INTERACTIONS = table({
  factor: ["chargers", "chargers"],
  level: ["0", "2"],
  other: ["policy", "policy"],
  other_level: ["wait", "wait"],
  measure: ["lost_share", "lost_share"],
  unit: ["1", "1"],
  variants: [1, 1],
  mean: [0.1, 0.05],
});

describe("what came out of a sweep", () => {
  it("has the levels of each variant", () => {
    expect(factorsIn(SUMMARY)).toEqual(["chargers", "policy"]);
    const [, two] = outcomesOf(SUMMARY);
    expect(two).toMatchObject({ variant: 1, mean: 0.05, low: null });
    expect(two?.levels).toEqual({ chargers: 2, policy: "wait" });
  });

  it("leads from two levels to the variant that has them", () => {
    const pairs = pairsOf(INTERACTIONS);
    const found = pairs.map((pair) => variantsAt(outcomesOf(SUMMARY), pair));
    expect(found).toEqual([[0], [1]]);
  });

  it("has what a factor does by its levels", () => {
    const effects = effectsOf(
      table({ factor: ["chargers"], level: ["0"], from: [0], to: [0], mean: [0.1] }),
    );
    expect(effects[0]).toMatchObject({ factor: "chargers", from: 0, mean: 0.1, low: null });
  });
});
