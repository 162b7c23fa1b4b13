import { describe, expect, it } from "vitest";

import { emptyColumns, STATIONS } from "../live/layout.ts";
import { badness, highOf, MEASURE, MEASURES, partOfLimit, roundUp } from "./measures.ts";
import { DARK, LIGHT, onRamp } from "./palette.ts";

function stationsWith(ready: number[], queue: number[]) {
  const stations = emptyColumns(STATIONS, ready.length);
  stations.ready.set(ready);
  stations.queue.set(queue);
  return stations;
}

describe("scales", () => {
  it("end at a round number", () => {
    expect([0, 0.3, 1, 1.1, 3, 7, 10, 11, 499].map(roundUp)).toEqual([
      0, 0.5, 1, 2, 5, 10, 10, 20, 500,
    ]);
  });

  it("leave out the few that are far above all others", () => {
    const queue = [...Array.from({ length: 199 }, (_, at) => at % 8), 500];
    expect(highOf(MEASURE.queue, stationsWith(queue, queue))).toBe(10);
  });

  it("are not stretched where there is next to nothing", () => {
    expect(highOf(MEASURE.queue, stationsWith([0], [1]))).toBe(5);
    for (const name of MEASURES)
      expect(highOf(MEASURE[name], stationsWith([0], [0]))).toBeGreaterThan(0);
  });
});

describe("power against limit", () => {
  it("is the part of the limit that is drawn, and nothing without a limit", () => {
    expect(partOfLimit(30, 120)).toBe(0.25);
    expect(partOfLimit(120.04, 120)).toBe(1); // power is told to a tenth
    expect(partOfLimit(0, 0)).toBe(1);
    expect(partOfLimit(30, Infinity)).toBeNaN();
  });

  it("has the same scale whatever is drawn, and leaves out stations without a limit", () => {
    const stations = emptyColumns(STATIONS, 3);
    stations.power_kw.set([10, 30, 90]);
    stations.limit_kw.set([Infinity, 120, 100]);
    expect([0, 1, 2].map((row) => MEASURE.load.of(stations, row))).toEqual([NaN, 25, 90]);
    expect(highOf(MEASURE.load, stations)).toBe(100);
    expect(highOf(MEASURE.load, emptyColumns(STATIONS, 0))).toBe(100);
  });
});

describe("colours", () => {
  it("are bad where little is ready, and where much is lost", () => {
    expect(badness(MEASURE.ready, 0, 5)).toBe(1);
    expect(badness(MEASURE.ready, 9, 5)).toBe(0);
    expect(badness(MEASURE.lost, 0, 5)).toBe(0);
    expect(badness(MEASURE.lost, 9, 5)).toBe(1);
  });

  it("run from one end of the ramp to the other", () => {
    for (const palette of [LIGHT, DARK]) {
      expect(onRamp(palette, 0)).toEqual(palette.ramp[0]);
      expect(onRamp(palette, 1)).toEqual(palette.ramp.at(-1));
      expect(onRamp(palette, -3)).toEqual(palette.ramp[0]);
      expect(onRamp(palette, 0.5)).toEqual(palette.ramp[2]);
    }
  });
});
