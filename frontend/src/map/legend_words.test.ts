import { expect, it } from "vitest";

import { marksOf, scaleOf } from "./legend_words.ts";
import { MEASURES } from "./measures.ts";
import { DARK, LIGHT } from "./palette.ts";

it("has both ends of the scale, the upper one with its unit", () => {
  expect(scaleOf("queue", 20, LIGHT)).toMatchObject({ low: "0", high: "20 vehicles or more" });
  expect(scaleOf("load", 100, LIGHT)).toMatchObject({ low: "0", high: "100 %" });
  for (const name of MEASURES) expect(scaleOf(name, 5, LIGHT).high).toMatch(/\d [a-zA-Z%]/);
});

it("has no upper end while that is not known", () => {
  expect(scaleOf("ready", null, LIGHT)).toMatchObject({ low: "0", high: "–" });
});

it("has red where it is bad: little of what is scarce, much of all else", () => {
  for (const palette of [LIGHT, DARK]) {
    const red = palette.ramp.at(-1);
    expect(scaleOf("ready", 5, palette).colours[0]).toEqual(red);
    expect(scaleOf("queue", 5, palette).colours.at(-1)).toEqual(red);
  }
});

it("tells of stations without a value only where there can be such", () => {
  expect(marksOf("ready").map(([mark]) => mark)).toEqual(["empty", "closed"]);
  expect(marksOf("load")).toContainEqual(["without", "no grid limit"]);
});
