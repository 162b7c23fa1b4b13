import { describe, expect, it } from "vitest";

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

async function answered(answers: (() => void)[]): Promise<void> {
  answers.shift()?.();
  await settled();
}

/** Lets all that follows from fulfilled promises happen. */
function settled(): Promise<void> {
  return new Promise((done) => setImmediate(done));
}
