import { describe, expect, it } from "vitest";

import { DEMAND, lever, PLACES, POLICY } from "./lever_for_tests.ts";
import { placesText, positionText } from "./values.ts";

describe("where a lever stands", () => {
  it("is said as the difference to now", () => {
    expect(positionText(lever(), 2)).toBe("+2 chargers");
    expect(positionText(lever(), -1)).toBe("−1 charger");
    expect(positionText(DEMAND, 1.2)).toBe("× 1.2");
    expect(positionText(PLACES, 9)).toBe("9 vehicles");
    expect(positionText(POLICY, "wait")).toBe("wait");
    expect(positionText(POLICY, null)).toBe("as it is");
  });
});

describe("what is there now", () => {
  it("is said with its unit, and what it becomes", () => {
    const now = "now 1 to 7 chargers a station, 1,437 in all";
    expect(placesText(lever(), [])).toBe(now);
    expect(placesText(lever(), ["stations[*].chargers+=2"])).toBe(`${now} → 3 to 9 chargers`);
  });

  it("is one number where all are alike", () => {
    expect(placesText(PLACES, ["stations[s012].queue_places=9"])).toBe("now 4 vehicles");
  });

  it("tells how many are without a limit beside the others", () => {
    const some = { least: 4, most: 20, sum: null, counts: null, unlimited: 3 };
    const text = placesText(lever({ kind: "set", unit: "vehicles", now: some }), []);
    expect(text).toBe("now 4 to 20 vehicles a station, without limit at 3");
  });

  it("counts the stations of each choice", () => {
    expect(placesText(POLICY, [])).toBe("now wait at 301, divert at 199");
  });

  it("is no limit where there is none", () => {
    const none = { least: null, most: null, sum: null, counts: null, unlimited: 500 };
    expect(placesText(lever({ now: none }), ["stations[*].chargers+=2"])).toBe("now without limit");
  });

  it("becomes what all levers together make of it", () => {
    const here = lever({
      path: "stations[s012].chargers",
      places: 1,
      now: { least: 4, most: 4, sum: 4, counts: null, unlimited: 0 },
    });
    const [all, one] = ["stations[*].chargers+=2", "stations[s012].chargers+=1"];
    expect(placesText(here, [all, one])).toBe("now 4 chargers → 7 chargers");
    expect(placesText(here, [all])).toBe("now 4 chargers → 6 chargers");
    expect(placesText(PLACES, ["stations[*].queue_places=6"])).toBe("now 4 vehicles → 6 vehicles");
  });

  it("is not foretold where some places alone are changed", () => {
    const changes = ["stations[*].chargers+=2", "stations[s012].chargers+=1"];
    expect(placesText(lever(), changes)).toBe("now 1 to 7 chargers a station, 1,437 in all");
  });
});
