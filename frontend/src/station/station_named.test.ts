import { describe, expect, it } from "vitest";

import { stationNamed } from "./station_named.ts";

const TOWN = {
  stations: {
    id: ["s1", "s2", "s12"],
    name: ["Near Gate", "Far Field", "Far Gate"],
    region: [null, null, null],
    bays: [1, 1, 1],
    chargers: [1, 1, 1],
  },
};

describe("a station that is meant", () => {
  it.each([
    ["Far Field", 1],
    ["  far field ", 1],
    ["s1", 0], // whole, and not the beginning of another
    ["s12", 2],
    ["near", 0],
  ])("by %j is found", (text, row) => {
    expect(stationNamed(text, TOWN)).toBe(row);
  });

  it.each(["", " ", "far", "gate", "harbour"])("by %j is none, or not one alone", (text) => {
    expect(stationNamed(text, TOWN)).toBeNull();
  });
});
