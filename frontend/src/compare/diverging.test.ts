import { describe, expect, it } from "vitest";

import { divergingColour } from "./diverging.ts";

const blueAndRed = (part: number, isDark: boolean) => {
  const [red = 0, , blue = 0] = (divergingColour(part, isDark).match(/\d+/g) ?? []).map(Number);
  return { red, blue };
};

describe.each([true, false])("colours of differences (dark: %s)", (isDark) => {
  it("are blue for less and orange for more", () => {
    const [less, more] = [blueAndRed(-0.5, isDark), blueAndRed(0.5, isDark)];
    expect(less.blue).toBeGreaterThan(less.red);
    expect(more.red).toBeGreaterThan(more.blue);
  });

  it("have no sign where there is no difference", () => {
    const { red, blue } = blueAndRed(0, isDark);
    expect(Math.abs(red - blue)).toBeLessThan(20);
  });

  it("end at the largest", () => {
    expect(divergingColour(7, isDark)).toBe(divergingColour(1, isDark));
  });
});
