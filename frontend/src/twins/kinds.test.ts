import { expect, it } from "vitest";

import type { Schema } from "../scenarios/fields_of_schema.ts";
import { kindsIn } from "./kinds.ts";

const SCHEMA: Schema = {
  properties: {
    interventions: {
      type: "array",
      items: {
        anyOf: [{ $ref: "#/$defs/Surge" }, { $ref: "#/$defs/Seen" }, { $ref: "#/$defs/New" }],
      },
    },
  },
  $defs: {
    Surge: {
      type: "object",
      description: "`surge`: more or fewer\n    vehicles arrive.",
      required: ["at", "factor"],
      properties: {
        at: { anyOf: [{ type: "number" }, { type: "string" }], description: "[s] from the start" },
        for: { anyOf: [{ type: "number", exclusiveMinimum: 0 }, { type: "null" }] },
        factor: { type: "number", minimum: 0, description: "of the rate" },
        kind: { const: "surge" },
      },
    },
    Seen: { properties: { kind: { const: "observation" } } },
    New: { properties: { kind: { const: "meteor_hits" } } },
  },
};

it("tells the kinds that can be made, with their fields", () => {
  const [surge, other, ...rest] = kindsIn(SCHEMA);
  expect(rest).toEqual([]);
  expect(surge?.label).toBe("More or fewer vehicles");
  expect(surge?.meaning).toBe("More or fewer vehicles arrive.");
  expect([...(surge?.fields.keys() ?? [])]).toEqual(["at", "for", "factor"]);
  expect(surge?.fields.get("factor")).toEqual({
    name: "factor",
    description: "of the rate",
    isRequired: true,
    low: 0,
    isLowAllowed: true,
    high: null,
  });
  expect(surge?.fields.get("for")).toMatchObject({
    low: 0,
    isLowAllowed: false,
    isRequired: false,
  });
  expect(other?.label).toBe("Meteor hits");
});

it("knows none where there is no list of them", () => {
  expect(kindsIn({})).toEqual([]);
});
