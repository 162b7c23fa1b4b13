import { describe, expect, it } from "vitest";

import { fieldOf, narrowness, readChange, writeChange } from "./change.ts";

describe("a change", () => {
  it.each([
    ["demand.multiplier*=1.2", "demand.multiplier", "*=", "1.2"],
    ["stations[*].chargers += 2", "stations[*].chargers", "+=", "2"],
    ["stations[region=North].policy=wait", "stations[region=North].policy", "=", "wait"],
    ['stations["a]=b"].bays-=1', 'stations["a]=b"].bays', "-=", "1"],
  ])("%s has its parts", (text, path, operation, value) => {
    expect(readChange(text)).toEqual({ path, operation, value });
  });

  it.each(["", "bays", "=3", "bays+=", "stations[region=North"])("is not %j", (text) => {
    expect(readChange(text)).toBeNull();
  });

  it("is read as it was written", () => {
    for (const value of [-3, 0.05 * 3, 1e-7, 12_345.678]) {
      const read = readChange(writeChange("stations[s1].bays", "*=", value));
      expect(Number(read?.value)).toBeCloseTo(value, 11);
    }
  });

  it("writes a fraction as people do", () => {
    expect(writeChange("a", "*=", 0.1 + 0.2)).toBe("a*=0.3");
  });
});

describe("a path", () => {
  it("has a field, whichever items it means", () => {
    const field = fieldOf("stations[*].chargers[*].power_kw");
    expect(fieldOf('stations["a]b"].chargers[0].power_kw')).toBe(field);
    expect(fieldOf("stations[region=North].chargers[*].power_kw")).toBe(field);
  });

  it("is about few places or many", () => {
    const paths = ["demand.multiplier", "stations[region=N].bays", "stations[s1].bays"];
    expect(paths.map(narrowness)).toEqual([0, 1, 2]);
  });
});
