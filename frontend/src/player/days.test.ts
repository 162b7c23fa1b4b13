import { expect, it } from "vitest";

import { daysOf } from "./days.ts";

it("knows when days begin by the city's clock", () => {
  expect(daysOf("2026-01-05T06:00:00+01:00", 2 * 86_400)).toEqual([
    { at: 64_800, name: "Tue" },
    { at: 151_200, name: "Wed" },
  ]);
  expect(daysOf("2026-01-05T00:00:00Z", 86_400)).toEqual([{ at: 0, name: "Mon" }]);
});
