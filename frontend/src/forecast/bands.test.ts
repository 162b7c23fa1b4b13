import { expect, it } from "vitest";

import type { ApiTable } from "../ui/columns.ts";
import { slotsOf, stationsIn } from "./bands.ts";

function column(name: string, values: (string | number)[]) {
  return { name, unit: "", meaning: "", values };
}

const TABLE: ApiTable = {
  rows: 4,
  columns: [
    column("station", ["a", "b", "a", "a"]),
    column("measure", ["ready", "ready", "queue", "ready"]),
    column("begin_s", [900, 0, 0, 0]),
    column("end_s", [1800, 900, 900, 900]),
    ...["q05", "q25", "q50", "q75", "q95"].map((name, i) =>
      column(name, [i, 10 + i, 20 + i, 5 + i]),
    ),
  ],
};

it("gives the slots of a measure of a station, in their order", () => {
  expect(slotsOf(TABLE, "ready", "a")).toEqual([
    { begin_s: 0, end_s: 900, q05: 5, q25: 6, q50: 7, q75: 8, q95: 9 },
    { begin_s: 900, end_s: 1800, q05: 0, q25: 1, q50: 2, q75: 3, q95: 4 },
  ]);
  expect(slotsOf(TABLE, "queue", "b")).toEqual([]);
});

it("knows which stations have bands", () => {
  expect([...stationsIn(TABLE)]).toEqual(["a", "b"]);
});
