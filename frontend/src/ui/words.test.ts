import { describe, expect, it } from "vitest";

import { labelOf, titleOf } from "./labels.ts";
import { kindOf, word, wordOf } from "./words.ts";

describe("a KPI in words", () => {
  it("has the unit and the meaning that the library gives it", () => {
    expect(word("lost_share")).toMatchObject({ unit: "1", meaning: "lost / arrivals" });
    expect(word("peak_kw").meaning).toContain("15-minute slot");
    expect(word("stranded").of).toBe("fleet");
    expect(kindOf("wait_p95_s")).toBe("Waits");
  });

  it("is of the stations where a fleet has one of the same name", () => {
    expect(word("lost").of).toBe("network");
  });

  it("is called as in reports; of what is no KPI, its name says it", () => {
    expect(titleOf("wait_p95_s")).toBe("95 % wait");
    expect(titleOf("lost_share")).toBe("Lost share");
    expect(labelOf("variance_reduction")).toBe("variance reduction");
    expect(wordOf("variance_reduction")).toBeUndefined();
    expect(() => word("nonsense")).toThrow("no KPI");
  });
});
