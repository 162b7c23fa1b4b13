import { describe, expect, it } from "vitest";

import { DEMAND, lever, PLACES, POLICY } from "./lever_for_tests.ts";
import { leverMeant, moved, positionOf } from "./positions.ts";

const CHARGERS = lever();
const ALL = [CHARGERS, DEMAND, POLICY, PLACES];

describe("a lever", () => {
  it("stands where it was moved to, and nowhere before", () => {
    expect(positionOf(CHARGERS, [])).toBeNull();
    const changes = moved(moved([], CHARGERS, 2), POLICY, "wait");
    expect(changes).toEqual(["stations[*].chargers+=2", "stations[*].policy=wait"]);
    expect(positionOf(CHARGERS, changes)).toBe(2);
    expect(positionOf(POLICY, changes)).toBe("wait");
  });

  it("is moved again in its place", () => {
    const changes = moved(moved(moved([], CHARGERS, 2), DEMAND, 1.2), CHARGERS, 3);
    expect(changes).toEqual(["stations[*].chargers+=3", "demand.multiplier*=1.2"]);
  });

  it("leaves nothing behind where it changes nothing", () => {
    const changes = moved([], CHARGERS, 2);
    expect(moved(changes, CHARGERS, 0)).toEqual([]);
    expect(moved(changes, CHARGERS, null)).toEqual([]);
  });

  it("of one station comes after those of all", () => {
    const here = moved([], PLACES, 9);
    const both = moved(here, { ...PLACES, path: "stations[*].queue_places" }, 6);
    expect(both).toEqual(["stations[*].queue_places=6", "stations[s012].queue_places=9"]);
  });

  it("of one station is kept as it is now where all are set otherwise", () => {
    const all = ["stations[*].queue_places=6"];
    const kept = "stations[s012].queue_places=4";
    expect(moved([...all, "stations[s012].queue_places=9"], PLACES, 4)).toEqual([...all, kept]);
    expect(moved([...all, kept], PLACES, null)).toEqual(all);
  });

  it("leaves alone what others have changed", () => {
    const foreign = ["horizon=2d", "no change at all"];
    expect(moved(moved(foreign, CHARGERS, 2), CHARGERS, null)).toEqual(foreign);
  });

  it("is found by what the server says is wrong", () => {
    const found = leverMeant(ALL, "stations[s000].chargers: has 6; -=20 would leave -14");
    expect(found).toBe(CHARGERS);
    expect(leverMeant(ALL, "9d must be at least 1s")).toBeNull();
  });
});
