import { describe, expect, it } from "vitest";

import type { Scene } from "../live/scene.ts";
import { type Draft, FIRST_DRAFT, interventionOf, isWhole, stationIn } from "./draft.ts";
import type { FieldSpec, Kind } from "./kinds.ts";

const SCENE = {
  name: "town",
  clock: { start: "2026-01-05T00:00:00+01:00", horizon_s: 86_400 },
  places: { id: [], lon: [], lat: [], zones: 0 },
  stations: {
    id: ["near", "far", "twin-1", "twin-2"],
    name: ["Near Gate", "Far Field", "Same", "Same"],
    region: ["North", null, null, null],
    bays: [1, 2, 1, 1],
    chargers: [2, 4, 1, 1],
  },
  vehicles: [],
} satisfies Scene;

function spec(name: string, some: Partial<FieldSpec> = {}): FieldSpec {
  return {
    name,
    description: "",
    isRequired: false,
    low: null,
    isLowAllowed: true,
    high: null,
    ...some,
  };
}

function kind(name: string, ...fields: FieldSpec[]): Kind {
  const known = new Map(fields.map((field) => [field.name, field]));
  return { kind: name, label: "", meaning: "", fields: known };
}

const OUT = kind("charger_out", spec("at"), spec("station"), spec("charger"), spec("for"));
const LIMIT = kind(
  "grid_limit",
  spec("at"),
  spec("stations"),
  spec("regions"),
  spec("limit_kw"),
  spec("factor", { low: 0, high: 1 }),
);
const TRUCK = kind(
  "truck",
  spec("from", { isRequired: true }),
  spec("to", { isRequired: true }),
  spec("batteries", { isRequired: true, low: 1, high: 10_000 }),
  spec("travel", { isRequired: true, low: 0, isLowAllowed: false }),
);

const asked = (of: Kind, some: Partial<Draft>) =>
  interventionOf({ ...FIRST_DRAFT, ...some }, of, SCENE);

describe("what a draft asks for", () => {
  it("happens now, until further notice, at all chargers, unless something is said", () => {
    expect(asked(OUT, { texts: { station: "near" } })).toEqual({
      what: { kind: "charger_out", station: "near", charger: "all" },
      wrong: new Map(),
    });
  });

  it("has its time by the city's clock, and lasts in seconds", () => {
    const texts = { station: "far field", charger: "3, 0", for: "1.5", "for unit": "h" };
    expect(asked(OUT, { texts, at: "2026-01-05T07:30" }).what).toEqual({
      kind: "charger_out",
      station: "far",
      charger: [0, 3],
      at: "2026-01-05 07:30",
      for: 5400,
    });
  });

  it("is about all stations, those of a region, or some", () => {
    const texts = { factor: "0.5" };
    expect(asked(LIMIT, { texts }).what).toEqual({ kind: "grid_limit", factor: 0.5 });
    expect(asked(LIMIT, { texts, where: "region:North" }).what).toMatchObject({
      regions: ["North"],
    });
    const some = asked(LIMIT, { texts, where: "listed", stations: ["far"] });
    expect(some.what).toMatchObject({ stations: ["far"] });
    expect([...asked(LIMIT, { texts, where: "listed" }).wrong.keys()]).toEqual(["stations"]);
  });

  it("tells a limit in one way", () => {
    const texts = { factor: "0.5", limit_kw: "120" };
    expect(asked(LIMIT, { texts, limitBy: "limit_kw" }).what).toEqual({
      kind: "grid_limit",
      limit_kw: 120,
    });
    expect(asked(LIMIT, { texts, limitBy: "unlimited" }).what).toEqual({
      kind: "grid_limit",
      limit_kw: "unlimited",
    });
  });
});

describe("what is wrong with a draft", () => {
  it("is told by its field", () => {
    const { wrong } = asked(OUT, {
      texts: { station: "nowhere", charger: "x", for: "0" },
      at: "2026-01-06T00:00",
    });
    expect(Object.fromEntries(wrong)).toEqual({
      at: "This is not within the run.",
      station: "There is no such station.",
      charger: 'Give numbers such as "0, 2", or "all".',
      for: "It must last for more than no time.",
    });
  });

  it("is a number beyond its bounds, or none where one is needed", () => {
    expect(asked(LIMIT, { texts: { factor: "1.1" } }).wrong.get("factor")).toMatch("1 at most");
    expect(asked(LIMIT, {}).wrong.get("factor")).toBe("Give a number.");
    const texts = { from: "near", to: "far", batteries: "0", travel: "" };
    expect([...asked(TRUCK, { texts }).wrong.keys()]).toEqual(["batteries", "travel"]);
  });

  it("is a charger that the station does not have", () => {
    const { wrong } = asked(OUT, { texts: { station: "near", charger: "0, 2" } });
    expect(wrong.get("charger")).toBe("Numbers go from 0 to 1.");
  });
});

it("finds a station by its id, or by its name where only one has it", () => {
  expect(stationIn(SCENE, "far")).toBe("far");
  expect(stationIn(SCENE, " near gate ")).toBe("near");
  expect(stationIn(SCENE, "Same")).toBeNull();
  expect(stationIn(SCENE, "")).toBeNull();
});

describe("a station that is being written", () => {
  const ids = ["s1", "s12", "s120"];
  const stations = { ...SCENE.stations, id: ids, name: ["One", "Twelve", "One hundred twenty"] };
  const scene: Scene = { ...SCENE, stations };

  it("is whole once it is not also the beginning of another one", () => {
    expect(["s1", "s12", "s120"].map((text) => isWhole(scene, text))).toEqual([false, false, true]);
    expect(["one", "Twelve"].map((text) => isWhole(scene, text))).toEqual([false, true]);
    expect(isWhole(scene, "s13")).toBe(false);
  });
});
