import { expect, it } from "vitest";

import { wantedStations } from "./wanted_stations.ts";

const CITY = Array.from({ length: 500 }, (_, i) => `s${i}`);

it("asks for bands of all stations of a town", () => {
  expect(wantedStations(["a", "b"], 48, "a")).toBeNull();
});

it("asks for those of one station of a city, the chosen one if there is one", () => {
  expect(wantedStations(CITY, 6, "s7")).toEqual(["s7"]);
  expect(wantedStations(CITY, 6, null)).toEqual(["s0"]);
  expect(wantedStations(CITY, 6, "elsewhere")).toEqual(["s0"]);
});
