import { expect, it } from "vitest";

import { rowsOf } from "./rows.ts";

const SLOT = { begin_s: 900, end_s: 1800, q05: 1, q25: 2, q50: 3, q75: 4, q95: 5 };

it("tells each time once, with all that is known of it", () => {
  const rows = rowsOf({
    slots: [SLOT],
    isLevel: true,
    unit: "batteries",
    course: [
      { at_s: 0, value: 7 },
      { at_s: 600, value: 6 },
      { at_s: 900, value: 6 },
    ],
    seen: [{ at_s: 700, value: 4 }],
  });
  expect(rows.map(({ at_s, simulated, observed }) => [at_s, simulated, observed])).toEqual([
    [0, 7, null],
    [600, 6, null],
    [700, 6, 4],
    [900, 6, null],
    [1800, null, null],
  ]);
  expect(rows.at(-1)?.quantiles).toBe(SLOT);
});

it("tells a slot as a whole at its begin", () => {
  const course = [{ at_s: 900, value: 2 }];
  const [row, ...rest] = rowsOf({ slots: [SLOT], isLevel: false, unit: "swaps", course, seen: [] });
  expect(rest).toEqual([]);
  expect(row).toEqual({ at_s: 900, quantiles: SLOT, simulated: 2, observed: null });
});

it("tells some of a long course", () => {
  const course = Array.from({ length: 1000 }, (_, i) => ({ at_s: i, value: i }));
  const rows = rowsOf({ slots: [], isLevel: true, unit: "", course, seen: [] });
  expect(rows.length).toBeLessThan(100);
  expect(rows[1]?.simulated).toBe(rows[1]?.at_s);
});
