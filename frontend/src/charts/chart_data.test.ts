import { describe, expect, it } from "vitest";

import { type ChartData, csvOfChart, endsOfAxis, scaleOfChart } from "./chart_data.ts";

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
    expect(csvOfChart(DATA).split("\r\n")).toEqual([
      "chargers,lost_share,lost_share_half_width,served_share",
      "4,0.125,0.01,0.875",
      "6,,,1",
      "",
    ]);
  });

  it("has moments in its table that cannot be mistaken for those of another week", () => {
    const x = { ...DATA.x, name: "City time", column: "hour", isTime: true, values: [0, 604_800] };
    expect(csvOfChart({ ...DATA, x }).match(/^19.*?,/gm)).toEqual([
      "1970-01-01T00:00:00,",
      "1970-01-08T00:00:00,",
    ]);
  });

  it("has nought on its axis where values are near it, and every level", () => {
    expect(endsOfAxis([], 1, 10)).toEqual([0, 10.45]);
    expect(endsOfAxis([], 8, 10)[0]).toBeGreaterThan(7);
    expect(endsOfAxis([0], 8, 10)[0]).toBeLessThanOrEqual(0);
    expect(endsOfAxis([12], 8, 10)[1]).toBeGreaterThan(12);
    expect(endsOfAxis([], null, null)).toEqual([0, 1]);
    expect(endsOfAxis([], 0, 0)).toEqual([0, 1]);
    expect(endsOfAxis([], -5, -5)).toEqual([-5.5, 0]);
  });

  it("has differences of shares in points", () => {
    expect(scaleOfChart({ ...DATA, areDifferences: true }).unit).toBe("points");
  });

  it("writes all its values in one unit, with the digits of the largest", () => {
    expect(scaleOfChart(DATA).text(0.125)).toBe("13\u00a0%");
  });
});
