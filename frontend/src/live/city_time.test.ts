import { expect, it } from "vitest";

import { cityDate, cityTime, daysOf } from "./city_time.ts";

const START = "2026-01-05T06:00:00+01:00"; // a Monday

it("tells the time of the city, wherever the page is", () => {
  expect(cityTime(START, 0)).toBe("Mon 06:00");
  expect(cityTime(START, 27_000)).toBe("Mon 13:30");
  expect(cityTime(START, 86_399.9999999, { withSeconds: true })).toBe("Tue 06:00:00");
  expect(cityTime("2026-01-05T00:00:00Z", 45, { withSeconds: true })).toBe("Mon 00:00:45");
  expect(cityDate(START, 3600)).toBe("Mon 5 Jan 2026, 07:00");
});

it("knows when days begin by the city's clock", () => {
  expect(daysOf(START, 2 * 86_400)).toEqual([
    { at: 64_800, name: "Tue" },
    { at: 151_200, name: "Wed" },
  ]);
  expect(daysOf("2026-01-05T00:00:00Z", 86_400)).toEqual([{ at: 0, name: "Mon" }]);
});
