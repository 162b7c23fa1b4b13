import { describe, expect, it } from "vitest";

import type { Scene } from "../live/scene.ts";
import { byTime, endedOf, endingOf, type Made, standOf, whenOf, wordsOf } from "./made.ts";

const SCENE = {
  name: "town",
  clock: { start: "2026-01-05T00:00:00+01:00", horizon_s: 86_400 },
  places: { id: [], lon: [], lat: [], zones: 0 },
  stations: {
    id: ["near", "far"],
    name: ["Near Gate", "Far Field"],
    region: [null, null],
    bays: [1, 2],
    chargers: [2, 4],
  },
  vehicles: [],
} satisfies Scene;

function made(what: Made["what"], some: Partial<Made> = {}): Made {
  return {
    ...{ place: 1, number: 1, by: "ann", wall: null, at_s: 3600, ends_s: null, what },
    ...{ ended_by: null, ended_s: null, ...some },
  };
}

describe("what was made", () => {
  it("is told in a few words, with names of stations", () => {
    const said = [
      [
        { kind: "charger_out", station: "near", charger: [0] },
        "Charger 0 of Near Gate out of order",
      ],
      [{ kind: "bay_in", station: "far", bay: [0, 1] }, "Bays 0 and 1 of Far Field back to work"],
      [
        { kind: "charger_out", station: "far", charger: "all" },
        "All chargers of Far Field out of order",
      ],
      [{ kind: "grid_limit", factor: 0.55 }, "Grid limit of all stations at 55 %"],
      [
        { kind: "grid_limit", limit_kw: 120, regions: ["North"] },
        "Grid limit of region North at 120 kW at most",
      ],
      [{ kind: "close", stations: ["near", "far"] }, "Closed: Near Gate and Far Field"],
      [{ kind: "surge", factor: 1.5 }, "Vehicles × 1.5 at all stations"],
      [
        { kind: "truck", from: "near", to: "far", batteries: 1 },
        "Truck with 1 battery at most, from Near Gate to Far Field",
      ],
      [
        { kind: "observation", station: "near", ready: 0, waiting: 3 },
        "Seen at Near Gate: 0 ready, 3 in line",
      ],
      [{ kind: "meteor" }, 'meteor: {"kind":"meteor"}'],
    ] as const;
    for (const [what, words] of said) expect(wordsOf(what, SCENE)).toBe(words);
  });

  it("names the first of many stations", () => {
    const stations = ["a", "b", "c", "d", "e"];
    expect(wordsOf({ kind: "close", stations }, SCENE)).toBe("Closed: a, b, c and 2 more");
  });

  it("is planned, in force, over or done", () => {
    const close = made({ kind: "close" }, { ends_s: 7200 });
    expect([0, 3600, 7199, 7200].map((now) => standOf(close, now))).toEqual([
      "planned",
      "in force",
      "in force",
      "over",
    ]);
    expect(standOf(made({ kind: "close" }), 1e9)).toBe("in force");
    expect(standOf(made({ kind: "charger_in" }), 3600)).toBe("done");
  });

  it("is over once a later one has ended it", () => {
    const close = made({ kind: "close" }, { ended_by: 2, ended_s: 7200, ends_s: 90_000 });
    expect([7199, 7200].map((now) => standOf(close, now))).toEqual(["in force", "over"]);
    expect(endedOf(close, SCENE.clock.start)).toBe("ended Mon 2026-01-05 02:00");
    expect(endedOf(made({ kind: "close" }), SCENE.clock.start)).toBeNull();
  });

  it("has its time by the city's clock", () => {
    const close = made({ kind: "close" }, { ends_s: 9000 });
    expect(whenOf(close, SCENE.clock.start)).toBe("Mon 2026-01-05 01:00, for 90\u00a0min");
    expect(whenOf(made({ kind: "charger_in" }), SCENE.clock.start)).toBe("Mon 2026-01-05 01:00");
  });

  it("comes in the order of its times, and of being made", () => {
    const [a, b, c] = [
      made({ kind: "open" }, { place: 1, at_s: 60 }),
      made({ kind: "open" }, { place: 2, at_s: 0 }),
      made({ kind: "open" }, { place: 3, at_s: 60 }),
    ];
    expect(byTime([a, b, c])).toEqual([c, a, b]);
  });
});

describe("what ends it", () => {
  it("is about the same thing", () => {
    const out = { kind: "charger_out", station: "near", charger: [1], for: "2h", at: "1h" };
    expect(endingOf(out)).toEqual({ kind: "charger_in", station: "near", charger: [1] });
    expect(endingOf({ kind: "close", stations: ["far"] })).toEqual({
      kind: "open",
      stations: ["far"],
    });
    expect(endingOf({ kind: "grid_limit", factor: 0.5, regions: ["North"] })).toEqual({
      kind: "grid_limit",
      limit_kw: "unlimited",
      regions: ["North"],
    });
  });

  it("is nothing where what has happened cannot be taken back", () => {
    for (const kind of ["truck", "surge", "observation", "charger_in"]) {
      expect(endingOf({ kind })).toBeNull();
    }
    expect(endingOf({ kind: "grid_limit", limit_kw: "unlimited" })).toBeNull();
  });
});
