import { describe, expect, it } from "vitest";

import {
  choice,
  choices,
  flag,
  list,
  number,
  optionalText,
  readState,
  writeState,
} from "./fields.ts";

const FIELDS = {
  t: number(null, { low: 0, places: 1 }),
  zoom: number(11, { low: 0, high: 22, places: 2 }),
  measure: choice(["ready", "queue"], "ready"),
  layers: choices(["vehicles", "trails", "hot"], ["vehicles"]),
  station: optionalText(),
  runs: list(),
  table: flag(false),
};

const SOME = {
  t: 27000.5,
  zoom: 13.25,
  measure: "queue",
  layers: ["vehicles", "hot"],
  station: "s012 & more",
  runs: ["a,b", "50%", "c"],
  table: true,
} as const;

const round = (query: string) => readState(FIELDS, query);

describe("the state in a query", () => {
  it("is read as it was written", () => {
    expect(round(writeState(FIELDS, "", SOME))).toEqual(SOME);
  });

  it("is written the same from whatever order of fields", () => {
    const backwards = Object.fromEntries(Object.entries(SOME).reverse());
    expect(round(writeState(FIELDS, "", backwards))).toEqual(SOME);
  });

  it("leaves out what is as it would be otherwise", () => {
    expect(writeState(FIELDS, "", { zoom: 11, measure: "ready", table: false })).toBe("");
  });

  it("tells an empty list from the usual one", () => {
    expect(round(writeState(FIELDS, "", { layers: [] })).layers).toEqual([]);
  });

  it("changes some fields and no others", () => {
    const query = writeState(FIELDS, writeState(FIELDS, "", SOME), { zoom: 4 });
    expect(round(query)).toEqual({ ...SOME, zoom: 4 });
  });

  it("leaves parameters of others alone", () => {
    expect(writeState(FIELDS, "other=1", { zoom: 4 })).toBe("other=1&zoom=4");
  });

  it("takes nonsense for nothing", () => {
    const nonsense = "t=-5&zoom=far&measure=luck&layers=x,hot&table=maybe&station=";
    expect(round(nonsense)).toEqual({ ...round(""), layers: ["hot"] });
  });

  it("can be read by people", () => {
    expect(writeState(FIELDS, "", { layers: ["vehicles", "hot"] })).toBe("layers=vehicles,hot");
  });
});
