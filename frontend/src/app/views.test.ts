import { expect, test } from "vitest";

import { LETTERS } from "./views.ts";

test("each view has a letter of its own", () => {
  const letters = Object.values(LETTERS);
  expect(new Set(letters).size).toBe(letters.length);
});
