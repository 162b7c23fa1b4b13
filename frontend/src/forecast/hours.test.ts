import { expect, it } from "vitest";

import { hoursOf } from "./hours.ts";

const START = "2026-01-05T00:30:00+01:00";

it("marks whole hours of the city's clock, and days by their names", () => {
  expect(hoursOf(START, 22 * 3600, 26 * 3600, 5)).toEqual([
    { at_s: 81_000, text: "23:00" },
    { at_s: 84_600, text: "Tue" },
    { at_s: 88_200, text: "01:00" },
    { at_s: 91_800, text: "02:00" },
  ]);
});

it("marks no more than there is room for", () => {
  for (const hours of [1, 6, 12, 48, 96]) {
    expect(hoursOf(START, 0, hours * 3600, 4).length).toBeLessThanOrEqual(5);
  }
});
