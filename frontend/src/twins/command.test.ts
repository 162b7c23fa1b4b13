import { expect, it } from "vitest";

import { runCommand } from "./command.ts";

it("runs the file with the seed of the twin", () => {
  expect(runCommand("today.yaml", { seed: 7, replication: 0 })).toBe(
    "voltwin run today.yaml --seed 7",
  );
});

it("runs all replications up to the twin's own", () => {
  expect(runCommand("a b.yaml", { seed: 1, replication: 2 })).toBe(
    "voltwin run 'a b.yaml' --seed 1 --replications 3",
  );
});
