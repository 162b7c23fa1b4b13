import { describe, expect, it } from "vitest";

import { fieldsAt, pathAbove, type Schema, wordsAt } from "./fields_of_schema.ts";

const SCHEMA: Schema = {
  properties: {
    name: { type: "string", description: "of the city" },
    stations: { type: "array", items: { $ref: "#/$defs/Station" } },
    demand: { anyOf: [{ $ref: "#/$defs/Demand" }, { type: "null" }] },
  },
  $defs: {
    Station: { properties: { id: { type: "string" }, bays: { description: "[1]" } } },
    Demand: {
      properties: {
        profile: { enum: ["taxi", "commuter"] },
        profiles: { additionalProperties: { properties: { base: {} } } },
      },
    },
  },
};

const TEXT = `name: x
stations:
  - id: a
    chargers:
      count: 3
    bays: 2
  # a comment: of no account
  - id: b
battery_types:
- id: standard
  capacity_kwh: 40
demand:
  profiles:
    own:
      base: 1`.split("\n");

const row = (start: string) => TEXT.findIndex((line) => line.trim().startsWith(start));
const names = (path: string[]) => fieldsAt(SCHEMA, path).map((field) => field.name);

describe("the path of a line", () => {
  it.each([
    ["name", 0, []],
    ["- id: a", 4, ["stations", "[]"]],
    ["chargers", 4, ["stations", "[]"]],
    ["count", 6, ["stations", "[]", "chargers"]],
    ["bays", 4, ["stations", "[]"]],
    ["- id: b", 4, ["stations", "[]"]],
    ["- id: standard", 2, ["battery_types", "[]"]],
    ["capacity_kwh", 2, ["battery_types", "[]"]],
    ["demand", 0, []],
    ["base", 6, ["demand", "profiles", "own"]],
  ])("of %s is known", (start, column, path) => {
    expect(pathAbove(TEXT, row(start), column)).toEqual(path);
  });

  it("of an empty line is that of its column", () => {
    const lines = ["stations:", "  - id: a", "    "];
    expect(pathAbove(lines, 2, 4)).toEqual(["stations", "[]"]);
    expect(pathAbove(lines, 2, 0)).toEqual([]);
  });
});

describe("what may stand at a path", () => {
  it("is what the schema says", () => {
    expect(names([])).toEqual(["name", "stations", "demand"]);
    expect(names(["stations", "[]"])).toEqual(["id", "bays"]);
    expect(names(["demand"])).toEqual(["profile", "profiles"]);
    expect(names(["demand", "profiles", "own"])).toEqual(["base"]);
    expect(fieldsAt(SCHEMA, [])[0]?.description).toBe("of the city");
  });

  it("of the defaults of stations is what stations have", () => {
    expect(names(["station_defaults"])).toEqual(["id", "bays"]);
  });

  it("is nothing where the schema knows nothing", () => {
    expect(names(["nowhere", "[]"])).toEqual([]);
    expect(wordsAt(SCHEMA, ["name"])).toEqual([]);
  });

  it("has words where it is a choice", () => {
    expect(wordsAt(SCHEMA, ["demand", "profile"])).toEqual(["taxi", "commuter"]);
  });
});
