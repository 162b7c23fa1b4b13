import { describe, expect, it } from "vitest";

import type { Outcome } from "./cells.ts";
import { levelText, operationsIn } from "./level_text.ts";

function outcome(name: string): Outcome {
  const rest = { levels: {}, measure: "lost", unit: "", replications: 1 };
  return { variant: 0, name, ...rest, mean: 1, low: null, high: null };
}

describe("levels of a factor", () => {
  it("say what is done with them", () => {
    const factors = ["chargers", "demand", "policy", "other"];
    const found = operationsIn([outcome("chargers+=2, demand*=1.5, policy=wait")], factors);
    expect(factors.map((one) => found.get(one))).toEqual(["+=", "*=", "=", "="]);
  });

  it.each([
    ["+=", "2", "+2"],
    ["+=", "-1", "−1"],
    ["-=", "1", "−1"],
    ["*=", "1.5", "× 1.5"],
    ["*=", "0.8 to 1", "× 0.8 to 1"],
    ["=", "9", "9"],
    ["=", "lowest-soc", "lowest-soc"],
  ])("%s %s read %s", (operation, level, text) => {
    expect(levelText(operation, level)).toBe(text);
  });
});
