import { describe, expect, it } from "vitest";

import type { Scene } from "../live/scene.ts";
import { FIRST_REPORT, reportOf } from "./report.ts";

const SCENE = {
  name: "town",
  clock: { start: "2026-01-05T00:00:00+01:00", horizon_s: 86_400 },
  places: { id: [], lon: [], lat: [], zones: 0 },
  stations: { id: ["near"], name: ["Near Gate"], region: [null], bays: [1], chargers: [2] },
  vehicles: [],
} satisfies Scene;
const NEAR = { ...FIRST_REPORT, station: "near" };

describe("a report", () => {
  it("is of now, and tells what was counted", () => {
    expect(reportOf({ ...NEAR, ready: "2", queue: "0" }, SCENE, 3600)).toEqual({
      report: { at: 3600, station: "near", stock: { ready: 2 }, queue: 0 },
      wrong: new Map(),
    });
  });

  it("is of a time of the city, by battery type, with its sender's id", () => {
    const draft = {
      ...NEAR,
      at: "2026-01-05T00:45",
      notReady: "7",
      queue: "1",
      batteryType: "large",
      id: "m-17",
    };
    expect(reportOf(draft, SCENE, 0).report).toEqual({
      at: "2026-01-05 00:45",
      station: "near",
      stock: { large: { not_ready: 7 } },
      queue: { large: 1 },
      id: "m-17",
    });
  });

  it("must tell something, of a station, within the run, in whole numbers", () => {
    const wrongOf = (some: Partial<typeof NEAR>) => [
      ...reportOf({ ...NEAR, ...some }, SCENE, 0).wrong.keys(),
    ];
    expect(wrongOf({})).toEqual(["ready"]);
    expect(wrongOf({ station: "x", ready: "1.5", queue: "-1" })).toEqual([
      "station",
      "ready",
      "queue",
    ]);
    expect(wrongOf({ at: "2027-01-01T00:00", ready: "1" })).toEqual(["at"]);
  });
});
