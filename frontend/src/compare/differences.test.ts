import { describe, expect, it } from "vitest";

import type { ApiTable } from "../ui/columns.ts";
import { differencesOf, halfWidthOf, measuresIn, variantsIn } from "./differences.ts";

const column = (name: string, values: (string | number | null)[]) => ({
  name,
  values,
  unit: "",
  meaning: "",
});

const TABLE: ApiTable = {
  rows: 2,
  columns: [
    column("variant", [1, 2]),
    column("name", ["two more", "one bay more"]),
    column("station", ["s1", "s1"]),
    column("measure", ["lost_share", "lost_share"]),
    column("unit", ["1", "1"]),
    column("replications", [8, 8]),
    column("base", [0.08, 0.08]),
    column("value", [0.07, null]),
    column("difference", [-0.01, null]),
    column("low", [-0.02, null]),
    column("high", [0, null]),
    column("relative", [-0.125, null]),
  ],
};

describe("differences of a comparison", () => {
  it("are the rows of its tables", () => {
    const [one, other] = differencesOf(TABLE);
    expect(one).toMatchObject({ variant: 1, place: "s1", difference: -0.01, relative: -0.125 });
    expect(other).toMatchObject({ name: "one bay more", difference: null, low: null });
  });

  it("are undefined where the table has no such column", () => {
    expect(differencesOf(TABLE)[0]?.varianceReduction).toBeNull();
  });

  it("are of variants and measures", () => {
    const found = differencesOf(TABLE);
    expect([...variantsIn(found)]).toEqual([
      [1, "two more"],
      [2, "one bay more"],
    ]);
    expect(measuresIn(found)).toEqual(["lost_share"]);
  });

  it("have half-widths where they have intervals", () => {
    expect(differencesOf(TABLE).map(halfWidthOf)).toEqual([0.01, null]);
  });
});
