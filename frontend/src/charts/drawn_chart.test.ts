// @vitest-environment jsdom
import { describe, expect, it } from "vitest";

import type { ChartData } from "./chart_data.ts";
import { drawnChart } from "./drawn_chart.ts";
import type { Look } from "./look.ts";

const LOOK: Look = {
  ground: "#ffffff",
  ink: "#111111",
  soft: "#555555",
  line: "#dddddd",
  series: ["#0b6b57", "#b85c00"],
  font: '"Segoe UI", sans-serif',
};
const DATA: ChartData = {
  unit: "1",
  x: {
    name: "City time",
    column: "hour",
    isTime: true,
    values: [0, 3600, 7200, 10_800],
    text: (value) => `hour ${value / 3600}`,
  },
  series: [
    {
      name: "Lost share",
      column: "lost_share",
      values: [0.1, null, 0.3, 0.2],
      halfWidths: [0.05, null, 0.05, 0.1],
    },
    { name: "Steps & more", column: "other", values: [0.1, 0.2, 0.2, 0.1], isStep: true },
  ],
  levels: [{ name: "no change", at: 0 }],
};

/** Returns the drawing of a chart as a document. */
function drawn(data: ChartData): Document {
  return new DOMParser().parseFromString(drawnChart("How many", data, LOOK).svg, "image/svg+xml");
}

const texts = (of: Document) => [...of.querySelectorAll("text")].map((one) => one.textContent);
const paths = (of: Document, colour: string) =>
  [...of.querySelectorAll(`path[stroke="${colour}"][fill="none"]`)].map((one) =>
    one.getAttribute("d"),
  );

describe("a chart in a file", () => {
  const picture = drawn(DATA);

  it("is well-formed, whatever its words", () => {
    expect(picture.querySelector("parsererror")).toBeNull();
    expect(picture.documentElement.getAttribute("viewBox")).toBe("0 0 960 460");
  });

  it("says what it shows: title with unit, axes, series, levels, bands", () => {
    const said = texts(picture);
    for (const text of ["How many [%]", "City time", "Lost share", "Steps & more", "no change"]) {
      expect(said).toContain(text);
    }
    expect(said).toContain("10");
    expect(said).toContain("hour 1");
    expect(said.some((text) => text.startsWith("Bands: 95 %"))).toBe(true);
  });

  it("has no line where nothing is known", () => {
    const [line] = paths(picture, "#0b6b57");
    expect(line?.match(/M/g)).toHaveLength(2);
    expect(line?.match(/L/g)).toHaveLength(1);
  });

  it("holds a value until the next one where it is a state", () => {
    const [line] = paths(picture, "#b85c00");
    expect(line).toMatch(/^M[\d. ]+h0H[\d.]+V[\d.]+H/);
  });

  it("has a band for each stretch that has intervals, and a dashed level", () => {
    const bands = [...picture.querySelectorAll("path[fill-opacity]")];
    expect(bands.map((one) => one.getAttribute("d")?.match(/M/g)?.length)).toEqual([2]);
    expect(picture.querySelectorAll("path[stroke-dasharray]")).toHaveLength(2); // and its key
  });

  it("can be drawn of nothing", () => {
    const nothing = drawn({ ...DATA, x: { ...DATA.x, values: [] }, series: [], levels: [] });
    expect(nothing.querySelector("parsererror")).toBeNull();
    expect(nothing.documentElement.outerHTML).not.toContain("NaN");
  });
});
