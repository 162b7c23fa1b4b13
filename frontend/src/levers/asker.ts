/** Asks what a difference would change, as fast as levers are moved and no faster.
 *
 * There is one question at a time. A new one is asked at the next frame, and the former one is ended
 * by closing it; but one without an answer is given a moment to have its first, so that numbers
 * follow the hand instead of waiting until it rests, and the server is not flooded.
 */

import { isAbort, ProblemError } from "../api/problem.ts";

export interface Question {
  readonly subject: Readonly<Record<string, string>>;
  readonly changes: readonly string[];
  readonly replications: number;
  readonly until: string | null;
  /** Rises when the subject itself has changed: then it is another question. */
  readonly changed: number;
}

export interface Line {
  readonly pairs: number;
  readonly of: number;
}

export interface Known<L extends Line> {
  /** The latest line of an answer; null before there is one. */
  readonly line: L | null;
  /** Is more to come? */
  readonly isComputing: boolean;
  /** Does the line answer a former question? */
  readonly isFormer: boolean;
  readonly error: unknown;
}

type Ask<L> = (question: Question, signal: AbortSignal) => AsyncIterable<L>;

const PATIENCE_MS = 600;
const BUSY_MS = 1000;
const FRAME_MS = 16;
const MOST_COMEBACKS = 2;

export class Asker<L extends Line> {
  #known: Known<L> = { line: null, isComputing: false, isFormer: false, error: null };
  #wanted: Question | null = null;
  #asked: Question | null = null;
  #leaving: AbortController | null = null;
  #waitsForLine = false;
  #begunAt = 0;
  #comebacks = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #ask: Ask<L>;
  readonly #listeners = new Set<() => void>();

  constructor(ask: Ask<L>) {
    this.#ask = ask;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly known = (): Known<L> => this.#known;

  /** Have a question answered instead of the one before; null for none. */
  readonly want = (question: Question | null): void => {
    if (JSON.stringify(question) === JSON.stringify(this.#wanted)) return;
    this.#wanted = question;
    this.#comebacks = 0;
    if (question === null) {
      this.#leave();
      this.#tell({ line: null, isComputing: false, isFormer: false, error: null });
      return;
    }
    const { line } = this.#known;
    this.#tell({ line, isComputing: true, isFormer: line !== null, error: null });
    this.#beginIn(this.#waitsForLine ? this.#begunAt + PATIENCE_MS - Date.now() : 0);
  };

  /** Ask once more, after an error. */
  readonly again = (): void => {
    const question = this.#wanted;
    this.#wanted = null;
    this.want(question);
  };

  /** Ask once more as the server is there again; a question that breaks off each time is left, as it
   * may be what ends it. */
  readonly comeBack = (): void => {
    if (this.#comebacks >= MOST_COMEBACKS) return;
    const comebacks = this.#comebacks + 1;
    this.again();
    this.#comebacks = comebacks;
  };

  #beginIn(pause: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#begin(), Math.max(FRAME_MS, pause));
  }

  async #begin(): Promise<void> {
    const question = this.#wanted;
    if (question === null) return;
    this.#leave();
    const leaving = new AbortController();
    this.#leaving = leaving;
    this.#asked = question;
    this.#waitsForLine = true;
    this.#begunAt = Date.now();
    try {
      for await (const line of this.#ask(question, leaving.signal)) {
        if (leaving.signal.aborted) return;
        this.#hear(line);
      }
    } catch (error) {
      if (!leaving.signal.aborted && !isAbort(error)) this.#fail(error);
    }
  }

  #hear(line: L): void {
    const isFormer = this.#asked !== this.#wanted;
    if (this.#waitsForLine && isFormer) this.#beginIn(0);
    this.#waitsForLine = false;
    if (line.pairs >= line.of) this.#comebacks = 0;
    this.#tell({ line, isComputing: isFormer || line.pairs < line.of, isFormer, error: null });
  }

  #fail(error: unknown): void {
    this.#waitsForLine = false;
    if (this.#asked !== this.#wanted) this.#beginIn(0);
    else if (error instanceof ProblemError && error.is("too-many-questions")) {
      this.#beginIn(BUSY_MS); // those that were left end within two seconds
    } else this.#tell({ line: null, isComputing: false, isFormer: false, error });
  }

  #leave(): void {
    clearTimeout(this.#timer);
    this.#leaving?.abort();
    this.#leaving = null;
    this.#waitsForLine = false;
  }

  #tell(known: Known<L>): void {
    this.#known = known;
    for (const listener of [...this.#listeners]) listener();
  }
}
