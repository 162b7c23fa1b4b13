import { describe, expect, it } from "vitest";

import { type ApiTable, csvOfTable, writtenOf } from "./columns.ts";

const about = { unit: "1", meaning: "lost / arrivals" };
const TABLE: ApiTable = {
  rows: 3,
  columns: [
    { name: "region", unit: "", meaning: "", values: ["North", "South, old", null] },
    {
      name: "lost_share",
      ...about,
      values: [0.21, 0.0002, null],
      half_widths: [0.03, 0.0001, null],
    },
  ],
};

describe("a table of the API", () => {
  it("is written with the half-widths of its intervals, in the unit of its head", () => {
    const [, lost] = TABLE.columns;
    if (lost === undefined) throw new Error("no column");
    const { title, unit, text } = writtenOf(lost);
    expect([title, unit]).toEqual(["Lost share", "%"]);
    expect(text(0)).toBe("21.0 ± 3.0");
    expect(text(2)).toBe("–");
  });

  it("tells little from nothing", () => {
    const few = { name: "lost_share", ...about, values: [0.5, 0.0002, 0] };
    const { text } = writtenOf(few);
    expect([text(0), text(1), text(2)]).toEqual(["50.0", "<0.1", "0.0"]);
  });

  it("is saved with its numbers as they came, all rows or some", () => {
    expect(csvOfTable(TABLE).split("\r\n")).toEqual([
      "region,lost_share,lost_share_half_width",
      "North,0.21,0.03",
      '"South, old",0.0002,0.0001',
      ",,",
      "",
    ]);
    expect(csvOfTable(TABLE, [1]).split("\r\n")).toHaveLength(3);
  });
});
