import { describe, expect, it } from "vitest";

import { inkOn, sequentialColour } from "./sequential.ts";

function luminance(colour: string): number {
  const parts = (colour.match(/\d+/g) ?? []).map((part) => Number(part) / 255);
  const linear = parts.map((one) =>
    one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4,
  );
  const [red = 0, green = 0, blue = 0] = linear;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const PARTS = Array.from({ length: 101 }, (_, i) => i / 100);

describe("colours from little to much", () => {
  it("grow lighter all the way", () => {
    const lightness = PARTS.map((part) => luminance(sequentialColour(part)));
    expect(lightness).toEqual([...lightness].sort((a, b) => a - b));
  });

  it("carry a text that can be read: 4.5 to 1 on each", () => {
    for (const part of PARTS) {
      const [one, other] = [luminance(sequentialColour(part)), luminance(inkOn(part))];
      const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
      expect(contrast, `at ${part}`).toBeGreaterThan(4.5);
    }
  });
});
