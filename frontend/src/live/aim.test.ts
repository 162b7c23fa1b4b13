import { beforeEach, expect, it } from "vitest";

import { Aim } from "./aim.ts";

let sought: number[];
let answers: { done: () => void; failed: (why: Error) => void }[];

beforeEach(() => {
  [sought, answers] = [[], []];
});

function aiming(): Aim {
  return new Aim((at) => {
    sought.push(at);
    return new Promise<void>((done, failed) => answers.push({ done, failed }));
  }, 0);
}

/** Lets all that follows from fulfilled promises happen. */
function settled(): Promise<void> {
  return new Promise((done) => setImmediate(done));
}

it("counts steps from the place last wished for, until the twin is seen there", async () => {
  const aim = aiming();
  for (let step = 1; step <= 3; step += 1) {
    aim.at((aim.wished ?? 0) + 900);
    aim.shown(); // a frame of before
  }
  answers.shift()?.done();
  await settled();
  aim.shown(); // of the first step: the last one is still to come
  expect(sought).toEqual([900, 2700]);
  expect(aim.wished).toBe(2700);
  answers.shift()?.done();
  await settled();
  expect(aim.wished).toBe(2700);
  aim.shown();
  expect(aim.wished).toBeNull();
});

it("forgets a place that could not be gone to", async () => {
  const aim = aiming();
  aim.at(900);
  answers.shift()?.failed(new Error("refused"));
  await settled();
  expect(aim.wished).toBeNull();
});
