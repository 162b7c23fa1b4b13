import { expect, it } from "vitest";

import { nextSpeed, SPEEDS, speedWords } from "./speeds.ts";

it("goes from each speed to the next, and stays at the ends", () => {
  expect(nextSpeed(60, 1)).toBe(120);
  expect(nextSpeed(60, -1)).toBe(10);
  expect(nextSpeed(77, 1)).toBe(120);
  expect(nextSpeed(100_000, 1)).toBe(100_000);
  expect(nextSpeed(1, -1)).toBe(1);
});

it("says what a speed means", () => {
  expect(speedWords(1)).toBe("×1");
  expect(speedWords(600)).toBe("×600, 10 min/s");
  expect(SPEEDS.map(speedWords).at(-1)).toBe("×100,000, 1.2 d/s");
});
