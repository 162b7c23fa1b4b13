/** Commands that were sent by a socket and are not answered yet. */

import { ProblemError } from "../api/problem.ts";
import type { Did, Refused } from "./messages.ts";

interface Waiting {
  readonly done: (did: Did) => void;
  readonly failed: (error: Error) => void;
}

/** The connection ended before an answer came: whether the command was done is not known. */
export class UnansweredError extends Error {
  override readonly name = "UnansweredError";
}

export class Commands {
  private ref = 0;
  private readonly waiting = new Map<number, Waiting>();

  /** Sends a command; what is returned is fulfilled by its answer. */
  send(what: object, send: (text: string) => void): Promise<Did> {
    this.ref += 1;
    const ref = this.ref;
    return new Promise<Did>((done, failed) => {
      this.waiting.set(ref, { done, failed });
      send(JSON.stringify({ ...what, ref }));
    });
  }

  /** Whether an answer is still to come. */
  get areWaiting(): boolean {
    return this.waiting.size > 0;
  }

  did(message: Did): void {
    this.taken(message.ref)?.done(message);
  }

  refused(message: Refused): void {
    this.taken(message.ref)?.failed(new ProblemError(message.problem));
  }

  /** Ends all waiting: the connection is gone, and numbers begin anew on the next one. */
  lost(reason: string): void {
    const all = [...this.waiting.values()];
    this.waiting.clear();
    this.ref = 0;
    for (const { failed } of all) failed(new UnansweredError(reason));
  }

  private taken(ref: number | null | undefined): Waiting | undefined {
    if (ref === null || ref === undefined) return undefined;
    const found = this.waiting.get(ref);
    this.waiting.delete(ref);
    return found;
  }
}
