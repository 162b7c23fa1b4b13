import { expect, it } from "vitest";

import type { ApiTable } from "../ui/columns.ts";
import { leadText, scoresIn } from "./scores.ts";

function column(name: string, values: (string | number | null)[]) {
  return { name, unit: "", meaning: "", values };
}

it("reads scores, and what is not known", () => {
  const table: ApiTable = {
    rows: 2,
    columns: [
      column("measure", ["ready", "queue"]),
      column("n", [12, 0]),
      column("coverage_50", [0.5, null]),
      column("coverage_90", [1, null]),
      column("skill", [-0.25, null]),
    ],
  };
  const none = { station: null, lead: null };
  expect(scoresIn(table)).toEqual([
    { measure: "ready", ...none, n: 12, held50: 0.5, held90: 1, skill: -0.25 },
    { measure: "queue", ...none, n: 0, held50: null, held90: null, skill: null },
  ]);
});

it("says how long before", () => {
  expect(leadText([0.25, 0.5])).toBe("15 to 30 min before");
  expect(leadText([0.5, 1])).toBe("0.5 to 1 h before");
  expect(leadText([6, 12])).toBe("6 to 12 h before");
});
