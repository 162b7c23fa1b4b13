import { describe, expect, it } from "vitest";

import { addressOfOrigin, found, madeFrom, type Names, type Twin, whyNotDelete } from "./twin.ts";

const TWIN: Twin = {
  id: "t1",
  name: "today",
  by: "ann",
  created_at: "2026-11-22T09:34:45Z",
  origin: { kind: "scenario", id: "s1", at_s: null },
  seed: 1,
  stations: 2,
  vehicles: 0,
  start: "2026-01-05T00:00:00+01:00",
  horizon_s: 86_400,
  state: "paused",
  now_s: 0,
  wanted_speed: 60,
  speed: 0,
  late: false,
  commands: 0,
  watchers: 0,
  bytes: 0,
};
const NAMES: Names = {
  scenarios: new Map([["s1", "demo city"]]),
  twins: new Map([["t1", "today"]]),
};
const fork: Twin = {
  ...TWIN,
  id: "t2",
  name: "rain",
  by: "bob",
  origin: { kind: "twin", id: "t1", at_s: 60 },
};

describe("what a twin was made from", () => {
  it("is named where it is known, and has an address", () => {
    expect(madeFrom(TWIN, NAMES)).toBe("demo city");
    expect(addressOfOrigin(TWIN)).toBe("/scenarios/s1");
    expect(madeFrom(fork, NAMES)).toBe("fork of today");
    expect(addressOfOrigin(fork)).toBe("/twins/t1");
  });

  it("is told where it is gone, or was never stored", () => {
    const orphan: Twin = { ...fork, origin: { kind: "twin", id: "gone", at_s: 0 } };
    expect(madeFrom(orphan, NAMES)).toBe("fork of a twin that is gone");
    const sent: Twin = { ...TWIN, origin: { kind: "scenario", id: null, at_s: null } };
    expect(madeFrom(sent, NAMES)).toBe("a scenario sent in full");
    expect(addressOfOrigin(sent)).toBeNull();
  });
});

describe("a search", () => {
  it("finds all words, wherever they stand, in any case", () => {
    expect(found([TWIN, fork], "", NAMES)).toEqual([TWIN, fork]);
    expect(found([TWIN, fork], "DEMO ann", NAMES)).toEqual([TWIN]);
    expect(found([TWIN, fork], "today", NAMES)).toEqual([TWIN, fork]);
    expect(found([TWIN, fork], "bob demo", NAMES)).toEqual([]);
  });
});

describe("who may delete", () => {
  it("is an admin, and a planner what is theirs", () => {
    expect(whyNotDelete(null, { name: "root", role: "admin" }, ["ann"])).toBeNull();
    expect(whyNotDelete(null, { name: "ann", role: "planner" }, ["bob", "ann"])).toBeNull();
    expect(whyNotDelete(null, { name: "eve", role: "planner" }, ["ann", "bob", "ann"])).toBe(
      'It is of "ann" or "bob": deleting it needs the role admin.',
    );
  });

  it("is nobody whose role does not allow it", () => {
    const why = "Your role, viewer, does not allow this.";
    expect(whyNotDelete(why, { name: "ann", role: "viewer" }, ["ann"])).toBe(why);
  });
});
