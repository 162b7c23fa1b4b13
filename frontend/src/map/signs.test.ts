import { describe, expect, it } from "vitest";

import { MARKS } from "./legend_words.ts";
import { DARK, LIGHT, STATES } from "./palette.ts";
import { FORM_OF, signOfMark, signOfState } from "./signs.ts";

describe("signs", () => {
  it("of vehicles that stand are told apart by their shapes", () => {
    const standing = (["waiting", "served", "lost", "parked"] as const).map((one) => FORM_OF[one]);
    expect(new Set(standing).size).toBe(standing.length);
    const paths = STATES.map((state) => signOfState(state, LIGHT)[0]?.path);
    expect(new Set(paths).size).toBe(STATES.length);
  });

  it("have the same shapes in both themes, and other colours", () => {
    for (const mark of MARKS) {
      const [light, dark] = [signOfMark(mark, LIGHT), signOfMark(mark, DARK)];
      expect(light.map(({ path }) => path)).toEqual(dark.map(({ path }) => path));
      expect(light.map(({ fill }) => fill)).not.toEqual(dark.map(({ fill }) => fill));
    }
  });
});
