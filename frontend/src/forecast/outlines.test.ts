import { expect, it } from "vitest";

import { areaOf, lineOf, stepLine } from "./outlines.ts";

const place = (at_s: number, value: number) => `${at_s},${value}`;
const SLOT = { begin_s: 0, end_s: 9, q05: 1, q25: 2, q50: 3, q75: 4, q95: 5 };
const ENDS = [
  { at_s: 0, slot: SLOT },
  { at_s: 9, slot: { ...SLOT, q05: 0, q50: 2, q95: 6 } },
];

it("goes along the upper quantile, and back along the lower one", () => {
  expect(areaOf(ENDS, "q05", "q95", place)).toBe("0,5 9,6 9,0 0,1");
  expect(lineOf(ENDS, "q50", place)).toBe("0,3 9,2");
});

it("holds each value until the next", () => {
  const points = [
    { at_s: 0, value: 1 },
    { at_s: 5, value: 2 },
  ];
  expect(stepLine(points, true, 9, place)).toBe("0,1 5,1 5,2 5,2");
  expect(stepLine(points, false, 9, place)).toBe("0,1 5,2");
});
