import { describe, expect, it } from "vitest";

import { emptyColumns, STATIONS } from "../live/layout.ts";
import type { Scene } from "../live/scene.ts";
import { steady, troubleOf, whyOf, worstOf } from "./worst.ts";

const SCENE: Scene = {
  name: "three",
  clock: { start: "2026-01-05T00:00:00Z", horizon_s: 1 },
  places: { id: ["a", "b", "c"], lon: [], lat: [], zones: 0 },
  stations: {
    id: ["a", "b", "c"],
    name: ["A", "B", "C"],
    region: ["North", "South", null],
    bays: [1, 1, 2],
    chargers: [2, 2, 2],
  },
  vehicles: [],
};

function three() {
  const stations = emptyColumns(STATIONS, 3);
  stations.open.fill(1);
  stations.limit_kw.fill(Infinity);
  stations.ready.set([0, 2, 5]);
  stations.charging.set([2, 1, 0]);
  stations.waiting.set([3, 0, 0]);
  stations.queue.set([1, 4, 0]);
  stations.bays_busy.set([0, 1, 0]);
  return stations;
}

describe("the worst stations", () => {
  it("are those with the longest queues, and none that is well", () => {
    expect(worstOf(three(), SCENE, 5).map(({ row }) => row)).toEqual([1, 0]);
    expect(worstOf(three(), SCENE, 1).map(({ row }) => row)).toEqual([1]);
  });

  it("are those of a region, where one is chosen", () => {
    const rows = (region: string) => worstOf(three(), SCENE, 5, region).map(({ row }) => row);
    expect(rows("North")).toEqual([0]);
    expect(rows("South")).toEqual([1]);
    expect(rows("West")).toEqual([]);
  });

  it("come with what is seen of why", () => {
    const stations = three();
    expect(whyOf(stations, SCENE, 0)).toBe("No battery ready: 2 charge, 3 more wait (2 chargers).");
    expect(whyOf(stations, SCENE, 1)).toBe(
      "Batteries are ready, and 1 of 1 bay busy: swaps take the time.",
    );
    expect(whyOf(stations, SCENE, 2)).toBe("");
    stations.chargers_out[0] = 1;
    expect(whyOf(stations, SCENE, 0)).toContain("1 charger out of order");
    stations.power_kw[0] = 60;
    stations.limit_kw[0] = 60;
    expect(whyOf(stations, SCENE, 0)).toContain("all the power that its grid limit allows");
    stations.open[1] = 0;
    expect(whyOf(stations, SCENE, 1)).toBe("Closed: whoever arrives is lost.");
  });
});

describe("names of the worst", () => {
  it("stay while a station is among the worst, and make room for worse ones then", () => {
    expect(steady([], [4, 7, 2, 9], 3)).toEqual([4, 7, 2]);
    expect(steady([4, 7, 2], [9, 7, 1, 2], 3)).toEqual([7, 2, 9]);
    expect(steady([7, 2, 9], [], 3)).toEqual([]);
  });
});

describe("trouble", () => {
  it("is told by a sign and words, the gravest first", () => {
    const stations = three();
    expect(troubleOf(stations, 0)).toEqual({ sign: "▲", text: "1 in line" });
    stations.queue[0] = 0;
    expect(troubleOf(stations, 0)?.text).toBe("no battery");
    expect(troubleOf(stations, 2)).toBeNull();
    stations.open[2] = 0;
    expect(troubleOf(stations, 2)?.text).toBe("closed");
  });
});
