import { describe, expect, it } from "vitest";

import { changesByPath, split } from "./differing.ts";

const RUNS = [
  { seed: 1, replications: 8, until: "2d" },
  { seed: 2, replications: 8, until: "2d" },
  { seed: 1, replications: 8, until: "2d" },
];
const PROPERTIES = [
  { name: "seed", of: (run: (typeof RUNS)[0]) => String(run.seed) },
  { name: "replications", of: (run: (typeof RUNS)[0]) => String(run.replications) },
  { name: "until", of: (run: (typeof RUNS)[0]) => run.until },
];

describe("what differs", () => {
  it("is told apart from what is the same for all", () => {
    const { differing, common } = split(RUNS, PROPERTIES);
    expect(differing.map((one) => one.name)).toEqual(["seed"]);
    expect(common).toEqual([
      { name: "replications", value: "8" },
      { name: "until", value: "2d" },
    ]);
  });

  it("is nothing for one thing, and for none", () => {
    expect(split(RUNS.slice(0, 1), PROPERTIES).differing).toEqual([]);
    expect(split([], PROPERTIES)).toEqual({ differing: [], common: [] });
  });

  it("of scenarios is told by what is changed", () => {
    const changes = [
      "stations[region=South].chargers+=2",
      "demand.multiplier *= 1.2",
      "horizon = 1d",
      "demand.multiplier -= 0.1",
    ];
    expect([...changesByPath(changes)]).toEqual([
      ["stations[region=South].chargers", "+= 2"],
      ["demand.multiplier", "*= 1.2, -= 0.1"],
      ["horizon", "1d"],
    ]);
  });
});
