import { expect, it } from "vitest";

import type { Made } from "../twins/made.ts";
import { comparedOf } from "./compared.ts";
import type { SeriesInfo } from "./course.ts";

function seen(place: number, at_s: number, some: Made["what"]): Made {
  const what = { kind: "observation", station: "near", ...some };
  return {
    place,
    number: place,
    by: "feed",
    wall: null,
    at_s,
    ends_s: null,
    ended_by: null,
    ended_s: null,
    what,
  };
}

const READY: SeriesInfo = {
  measure: "ready",
  unit: "batteries",
  meaning: "",
  station: "near",
  is_whole: true,
  time_s: [0, 600, 900],
  values: [5, 2, 4],
};

it("holds what was observed against what stood just before", () => {
  const made = [seen(1, 600, { ready: 2, waiting: 1 }), seen(2, 900, { ready: 4 })];
  expect(comparedOf(made, READY, null)).toEqual([
    { at_s: 900, readySeen: 4, readySimulated: 2, lineSeen: null, lineSimulated: null },
    { at_s: 600, readySeen: 2, readySimulated: 5, lineSeen: 1, lineSimulated: null },
  ]);
});

it("knows nothing of what was simulated where changes are left out", () => {
  const [row] = comparedOf([seen(1, 600, { ready: 2 })], { ...READY, is_whole: false }, null);
  expect(row?.readySimulated).toBeNull();
});
