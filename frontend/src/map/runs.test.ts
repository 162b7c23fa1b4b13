import { describe, expect, it } from "vitest";

import { ChangedRows } from "./runs.ts";

const ROWS = 10_000;

function drained(...rows: number[][]): [number, number][] {
  const changes = new ChangedRows();
  changes.begin(ROWS);
  changes.drain();
  for (const some of rows) changes.add(Uint32Array.from(some));
  return changes.drain().map(([begin, end]) => [begin, end]);
}

describe("rows that have changed", () => {
  it("are all of them at first, and then none", () => {
    const changes = new ChangedRows();
    changes.begin(3);
    expect(changes.drain()).toEqual([[0, 3]]);
    expect(changes.drain()).toEqual([]);
  });

  it("are written together where they are neighbours", () => {
    expect(drained([5, 6, 7, 40, 5000])).toEqual([
      [5, 41],
      [5000, 5001],
    ]);
  });

  it("are within the runs, which are few, whichever they are", () => {
    let seed = 1;
    const next = () => (seed = (seed * 48_271) % 2_147_483_647);
    for (let round = 0; round < 50; round += 1) {
      const rows = new Set(Array.from({ length: 1 + (next() % 600) }, () => next() % ROWS));
      const sorted = [...rows].sort((one, other) => one - other);
      const runs = drained(sorted);
      const isIn = (row: number) => runs.some(([begin, end]) => row >= begin && row < end);
      expect(sorted.every(isIn)).toBe(true);
      expect(runs.length).toBeLessThanOrEqual(128);
    }
  });

  it("are all of them, where several frames have come since the last picture", () => {
    const many = Array.from({ length: 200 }, (_, frame) => [frame * 50]);
    expect(drained(...many)).toEqual([[0, ROWS]]);
  });
});
