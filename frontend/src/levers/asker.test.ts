import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { ProblemError, UnreachableError } from "../api/problem.ts";
import { Asker, type Line, type Question } from "./asker.ts";

/** A server that answers when it is told to. */
class Answers {
  readonly asked: number[] = [];
  readonly left: number[] = [];
  #give: ((line: Line | Error | null) => void) | null = null;

  ask = async function* (this: Answers, question: Question, signal: AbortSignal) {
    const number = question.replications;
    this.asked.push(number);
    signal.addEventListener("abort", () => this.left.push(number));
    for (;;) {
      const line = await new Promise<Line | Error | null>((give) => (this.#give = give));
      if (line === null) return;
      if (line instanceof Error) throw line;
      yield line;
    }
  }.bind(this);

  async give(line: Line | Error | null): Promise<void> {
    this.#give?.(line);
    await vi.advanceTimersByTimeAsync(0);
  }
}

const question = (replications: number): Question => ({
  subject: { scenario_id: "a" },
  changes: ["stations[*].bays+=1"],
  replications,
  until: null,
  changed: 0,
});

const problem = (slug: string) =>
  new ProblemError({ type: `/problems/${slug}`, title: slug, status: 429, detail: slug });

let answers: Answers;
let asker: Asker<Line>;

beforeEach(() => {
  vi.useFakeTimers();
  answers = new Answers();
  asker = new Asker(answers.ask);
});
afterEach(() => vi.useRealTimers());

const frame = () => vi.advanceTimersByTimeAsync(20);

describe("asking what a difference would change", () => {
  it("asks once a frame, the latest only", async () => {
    for (const number of [2, 3, 4]) asker.want(question(number));
    await frame();
    expect(answers.asked).toEqual([4]);
  });

  it("tells each line, and that more is to come", async () => {
    asker.want(question(2));
    expect(asker.known()).toMatchObject({ line: null, isComputing: true });
    await frame();
    await answers.give({ pairs: 1, of: 2 });
    expect(asker.known()).toMatchObject({ line: { pairs: 1 }, isComputing: true });
    await answers.give({ pairs: 2, of: 2 });
    expect(asker.known()).toMatchObject({ line: { pairs: 2 }, isComputing: false });
  });

  it("closes a question that has begun to be answered for the next at once", async () => {
    asker.want(question(2));
    await frame();
    await answers.give({ pairs: 1, of: 2 });
    asker.want(question(3));
    expect(asker.known()).toMatchObject({ isFormer: true, isComputing: true });
    await frame();
    expect(answers.left).toEqual([2]);
    expect(answers.asked).toEqual([2, 3]);
  });

  it("gives a question a moment for its first line, and then goes on", async () => {
    asker.want(question(2));
    await frame();
    asker.want(question(3));
    await frame();
    expect(answers.left).toEqual([]);
    await answers.give({ pairs: 1, of: 2 });
    expect(asker.known()).toMatchObject({ line: { pairs: 1 }, isFormer: true });
    await frame();
    expect(answers.asked).toEqual([2, 3]);
  });

  it("waits no longer than that moment", async () => {
    asker.want(question(2));
    await frame();
    asker.want(question(3));
    await vi.advanceTimersByTimeAsync(700);
    expect(answers.left).toEqual([2]);
    expect(answers.asked).toEqual([2, 3]);
  });

  it("forgets all when nothing is wanted", async () => {
    asker.want(question(2));
    await frame();
    await answers.give({ pairs: 1, of: 2 });
    asker.want(null);
    expect(answers.left).toEqual([2]);
    expect(asker.known()).toMatchObject({ line: null, isComputing: false });
  });

  it("tells what is wrong, shows no number beside it, and asks again when told to", async () => {
    asker.want(question(2));
    await frame();
    await answers.give(problem("invalid"));
    expect(asker.known()).toMatchObject({ line: null, isComputing: false });
    expect(asker.known().error).toBeInstanceOf(ProblemError);
    asker.again();
    await frame();
    expect(answers.asked).toEqual([2, 2]);
  });

  it("comes again by itself where the server is busy with too many", async () => {
    asker.want(question(2));
    await frame();
    await answers.give(problem("too-many-questions"));
    expect(asker.known()).toMatchObject({ error: null, isComputing: true });
    await vi.advanceTimersByTimeAsync(1100);
    expect(answers.asked).toEqual([2, 2]);
  });

  it("asks anew where what it is about has changed", async () => {
    asker.want(question(2));
    await frame();
    await answers.give({ pairs: 2, of: 2 });
    asker.want({ ...question(2), changed: 1 });
    expect(asker.known()).toMatchObject({ isFormer: true, isComputing: true });
    await frame();
    expect(answers.asked).toEqual([2, 2]);
  });

  it("comes back a few times alone where answers break off", async () => {
    asker.want(question(2));
    for (let turn = 0; turn < 5; turn++) {
      await frame();
      await answers.give({ pairs: 1, of: 2 });
      await answers.give(new UnreachableError());
      asker.comeBack();
    }
    expect(answers.asked).toEqual([2, 2, 2]);
    expect(asker.known().error).toBeInstanceOf(UnreachableError);
  });

  it("comes back again after a whole answer", async () => {
    asker.want(question(2));
    for (let turn = 0; turn < 5; turn++) {
      await frame();
      await answers.give({ pairs: 2, of: 2 });
      await answers.give(new UnreachableError());
      asker.comeBack();
    }
    expect(answers.asked).toHaveLength(5);
  });
});
