import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { latestOnly } from "./latest_only.ts";

describe("latest only", () => {
  it("asks for the first and the last of what is wished for meanwhile", async () => {
    const asked: number[] = [];
    const answers: (() => void)[] = [];
    const seek = latestOnly((what: number) => {
      asked.push(what);
      return new Promise<void>((done) => answers.push(done));
    });
    [1, 2, 3, 4].forEach(seek);
    expect(asked).toEqual([1]);
    await answered(answers);
    expect(asked).toEqual([1, 4]);
    await answered(answers);
    seek(5);
    expect(asked).toEqual([1, 4, 5]);
  });

  it("goes on after one that was refused", async () => {
    const asked: number[] = [];
    const seek = latestOnly((what: number) => {
      asked.push(what);
      return Promise.reject(new Error("refused"));
    });
    seek(1);
    seek(2);
    await settled();
    seek(3);
    expect(asked).toEqual([1, 2, 3]);
  });
});

describe("latest only, at a pace", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it("asks no more often than once a pause, however fast the answers are", async () => {
    const asked: [number, number][] = [];
    const seek = latestOnly((what: number) => {
      asked.push([what, Date.now()]);
      return Promise.resolve();
    }, 75);
    for (let move = 0; move < 100; move += 1) {
      seek(move);
      await vi.advanceTimersByTimeAsync(10);
    }
    await vi.advanceTimersByTimeAsync(1000);
    const gaps = asked.slice(1).map(([, at], number) => at - (asked[number]?.[1] ?? 0));
    expect(asked[0]?.[0]).toBe(0); // the first at once
    expect(asked.at(-1)?.[0]).toBe(99); // and the last of all in the end
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(75);
    expect(asked.length).toBeGreaterThan(10);
  });

  it("waits no longer where the answer took longer than the pause", async () => {
    const asked: number[] = [];
    const seek = latestOnly((what: number) => {
      asked.push(what);
      return new Promise((done) => setTimeout(done, 200));
    }, 75);
    seek(1);
    seek(2);
    await vi.advanceTimersByTimeAsync(200);
    expect(asked).toEqual([1, 2]);
  });
});

async function answered(answers: (() => void)[]): Promise<void> {
  answers.shift()?.();
  await settled();
}

/** Lets all that follows from fulfilled promises happen. */
function settled(): Promise<void> {
  return new Promise((done) => setImmediate(done));
}
