/**
 * Whether a connection is still there. One that dies without a word (a cable that is pulled, a
 * machine that sleeps) is told of by nobody: where the server owes a word and says none, it is asked
 * for one, and where it does not answer, the connection is over.
 */

const QUIET_MS = 3000; // while a twin plays, something comes each second
const ANSWER_MS = 5000;
// For the first word: a twin that sleeps is woken for it, and the engine may be compiled before.
const FIRST_MS = 180_000;

export class Silence {
  private heardAt: number;
  private restedAt: number;
  private askedAt: number | null = null;
  private isBegun = false;

  /** @param now by a clock that never runs back [ms]; so are all others. */
  constructor(now: number) {
    this.heardAt = this.restedAt = now;
  }

  heard(now: number): void {
    this.heardAt = now;
    this.askedAt = null;
    this.isBegun = true;
  }

  /** Notes that the server is asked for a word. */
  ask(now: number): void {
    this.askedAt ??= now;
  }

  /** Returns what is to be done.
   *
   * @param isOwed whether something should come without being asked for.
   */
  look(now: number, isOwed: boolean): "wait" | "ask" | "over" {
    if (!this.isBegun) return now - this.heardAt >= FIRST_MS ? "over" : "wait";
    if (this.askedAt !== null) return now - this.askedAt >= ANSWER_MS ? "over" : "wait";
    if (!isOwed) this.restedAt = now;
    return now - Math.max(this.heardAt, this.restedAt) >= QUIET_MS ? "ask" : "wait";
  }
}
