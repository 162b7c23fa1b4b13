import { describe, expect, it } from "vitest";

import { clockSeconds, dateTime, weekdayTime } from "./city_time.ts";

const START = clockSeconds("2026-01-05T00:00:00+01:00");

describe("city time", () => {
  it("is what clocks in the city show, wherever one looks from", () => {
    expect(weekdayTime(START)).toBe("Mon 00:00");
    expect(weekdayTime(START + 27_000)).toBe("Mon 07:30");
    expect(weekdayTime(START + 27_015, { seconds: true })).toBe("Mon 07:30:15");
    expect(dateTime(START + 6 * 86_400)).toBe("Sun 2026-01-11 00:00");
  });

  it("has days of 24 hours where clocks are changed", () => {
    const march = clockSeconds("2026-03-28T00:00:00+01:00");
    expect(weekdayTime(march + 2 * 86_400)).toBe("Mon 00:00");
  });
});
