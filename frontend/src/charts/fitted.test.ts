import { expect, it } from "vitest";

import { fitted, widthOf } from "./fitted.ts";

it("leaves out the end of a text that does not fit", () => {
  expect(fitted("Near Gate", 200, 13)).toBe("Near Gate");
  const cut = fitted("A station with a very long name", 100, 13);
  expect(cut).toMatch(/^A station .*…$/);
  expect(widthOf(cut, 13)).toBeLessThanOrEqual(100);
});
