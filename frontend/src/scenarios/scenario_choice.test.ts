import { describe, expect, it } from "vitest";

import type { Schemas } from "../api/client.ts";
import { choicesOf, found } from "./scenario_choice.tsx";

type Scenario = Schemas["ScenarioInfo"];

function scenario(name: string, parent: string | null = null): Scenario {
  const changes = parent === null ? [] : [`stations[*].bays+=${name.length}`];
  const rest = { digest: "", stations: 1, created_at: "" };
  return { id: `id of ${name}`, name, parent_id: parent, changes, ...rest };
}

const TOWN = scenario("town");
const VARIANTS = ["v1", "v22"].map((name) => scenario(name, TOWN.id));

describe("scenarios to choose from", () => {
  it("begin with those given in full, however many were derived since", () => {
    const groups = choicesOf([...VARIANTS, TOWN]).map(({ label, group }) => [label, group]);
    expect(groups).toEqual([
      ["town", "Given in full"],
      ["v1", "Derived"],
      ["v22", "Derived"],
    ]);
  });

  it("have no headings where there is one kind alone", () => {
    expect(choicesOf([TOWN])).toEqual([{ value: TOWN.id, label: "town" }]);
  });

  it("are found by name and change, and keep the one that is chosen", () => {
    const all = [...VARIANTS, TOWN];
    expect(found(all, "bays+=3", "").map(({ name }) => name)).toEqual(["v22"]);
    expect(found(all, "V1", TOWN.id).map(({ name }) => name)).toEqual(["v1", "town"]);
    expect(found(all, " ", "")).toEqual(all);
  });
});
