import { yamlLanguage } from "@codemirror/lang-yaml";
import { describe, expect, it } from "vitest";

import { spanOf, spanOfMessage } from "./places.ts";

const TEXT = `# a city
name: x
stations:
  - id: a
    chargers: {count: 2, power_kw: 80}
  - {id: b, bays: [1, 2]}
battery_types:
- id: standard
  'soh': 1
`;
const TREE = yamlLanguage.parser.parse(TEXT);

function marked(place: string): string {
  const { from, to } = spanOf(place, TEXT, TREE);
  return TEXT.slice(from, to);
}

describe("what is wrong", () => {
  it.each([
    ["name", "name"],
    ["stations", "stations"],
    ["stations[0].chargers", "chargers"],
    ["stations[0].chargers.power_kw", "power_kw"],
    ["stations[1].bays", "bays"],
    ["stations[1].bays[1]", "2"],
    ["battery_types[0].soh", "soh"],
  ])("is found at %s", (place, text) => {
    expect(marked(place)).toContain(text);
  });

  it("is marked at what is around it where it is missing", () => {
    expect(marked("stations[0].batteries")).toBe("id: a");
    expect(marked("stations[7].bays")).toBe("stations");
    expect(marked("horizon")).toBe("# a city");
    expect(marked("")).toBe("# a city");
  });

  it("is marked where the text is no YAML", () => {
    const message =
      'while parsing\n in "x", line 2, column 10\ndid not find\n in "x", line 3, column 3';
    const { from } = spanOfMessage(message, "name: x\nhorizon: [1d\nstations:\n");
    expect(from).toBe("name: x\nhorizon: [1d\nst".length);
  });

  it("is within the text, whatever the message says", () => {
    expect(spanOfMessage("line 900, column 4", "a: 1")).toEqual({ from: 4, to: 4 });
    expect(spanOfMessage("no place", "a: 1")).toEqual({ from: 0, to: 1 });
  });
});
