import { describe, expect, it } from "vitest";

import { csvOf } from "../ui/csv.ts";
import { type ChartData, scaleOfChart, tableOf } from "./chart_data.ts";

const DATA: ChartData = {
  unit: "1",
  x: { name: "Chargers", column: "chargers", isTime: false, values: [4, 6], text: String },
  series: [
    { name: "Lost share", column: "lost_share", values: [0.125, null], halfWidths: [0.01, null] },
    { name: "Served share", column: "served_share", values: [0.875, 1] },
  ],
};

describe("a chart", () => {
  it("has its table, in the units of the API", () => {
    const { names, rows } = tableOf(DATA);
    expect(csvOf(names, rows).split("\r\n")).toEqual([
      "chargers,lost_share,lost_share_half_width,served_share",
      "4,0.125,0.01,0.875",
      "6,,,1",
      "",
    ]);
  });

  it("writes all its values in one unit, with the digits of the largest", () => {
    expect(scaleOfChart(DATA).text(0.125)).toBe("13\u00a0%");
  });
});
