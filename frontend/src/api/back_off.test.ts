import { expect, it } from "vitest";

import { waitMs } from "./back_off.ts";

it("waits longer each time, within bounds, and not as long as the others do", () => {
  const waits = Array.from({ length: 12 }, (_, tries) => waitMs(tries, 0));
  expect(waits).toEqual([...waits].sort((one, other) => one - other));
  expect(waits[0]).toBeGreaterThan(100);
  expect(waitMs(1000, 0.999)).toBeLessThanOrEqual(10_000);
  expect(waitMs(3, 0)).not.toBe(waitMs(3, 0.5));
});
