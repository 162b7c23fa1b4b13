import { expect, it } from "vitest";

import { hiddenOnes } from "./overlaps.ts";

const at = (x: number, y: number) => ({ x, y, width: 100, height: 20 });

it("shows the first of those that lie over each other", () => {
  expect([...hiddenOnes([at(0, 0), at(50, 10), at(0, 30)])]).toEqual([1]);
});

it("leaves out none for one that is left out itself", () => {
  expect([...hiddenOnes([at(0, 0), at(60, 0), at(120, 0)])]).toEqual([1]);
});

it("shows those that touch", () => {
  expect(hiddenOnes([at(0, 0), at(100, 0), at(0, 20)]).size).toBe(0);
});
