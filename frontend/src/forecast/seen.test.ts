import { expect, it } from "vitest";

import type { Made } from "../twins/made.ts";
import { seenOf } from "./seen.ts";

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

it("gives what was observed in the order of its times", () => {
  const made = [seen(2, 60, { ready: 3 }), seen(1, 120, { ready: 5 }), seen(3, 30, { waiting: 1 })];
  expect(seenOf(made, "ready")).toEqual([
    { at_s: 60, value: 3 },
    { at_s: 120, value: 5 },
  ]);
  expect(seenOf(made, "waiting")).toEqual([{ at_s: 30, value: 1 }]);
  expect(seenOf(made, null)).toEqual([]);
});

it("takes of one time what was booked last, and adds battery types up", () => {
  const again = [seen(2, 60, { ready: 4 }), seen(1, 60, { ready: 3 })];
  expect(seenOf(again, "ready")).toEqual([{ at_s: 60, value: 4 }]);
  const types = [
    seen(1, 60, { ready: 1, battery_type: "large" }),
    seen(2, 60, { ready: 2, battery_type: "small" }),
  ];
  expect(seenOf(types, "ready")).toEqual([{ at_s: 60, value: 3 }]);
});
