// @vitest-environment jsdom
import { describe, expect, it } from "vitest";

import type { Did, Message } from "./messages.ts";
import type { Link } from "./socket.ts";
import { onChange } from "./changes.ts";

class Twin {
  link: Link = { kind: "connecting" };
  readonly #heard = new Set<(message: Message) => void>();
  readonly #seen = new Set<() => void>();

  readonly onMessage = (listener: (message: Message) => void) => {
    this.#heard.add(listener);
    return () => this.#heard.delete(listener);
  };

  readonly snapshots = {
    get: () => ({ link: this.link }),
    subscribe: (listener: () => void) => {
      this.#seen.add(listener);
      return () => this.#seen.delete(listener);
    },
  };

  did(what: string): void {
    const message: Did = { kind: "did", number: 1, by: "ann", wall: "", now: 0, do: what };
    for (const listener of this.#heard) listener(message);
  }

  is(link: Link): void {
    this.link = link;
    for (const listener of this.#seen) listener();
  }
}

/** How often something was heard of. */
class Counted {
  count = 0;
  readonly end: () => void;

  constructor(twin: Twin) {
    this.end = onChange(twin, () => {
      this.count += 1;
    });
  }
}

describe("what is made of a twin", () => {
  it("is heard of, and its play is not", () => {
    const twin = new Twin();
    const known = new Counted(twin);
    for (const what of ["play", "intervene", "seek", "observe", "pause"]) twin.did(what);
    expect(known.count).toBe(2);
  });

  it("may have been made while the connection was lost", () => {
    const twin = new Twin();
    const known = new Counted(twin);
    const links: Link[] = [
      { kind: "open" },
      { kind: "lost", tries: 1 },
      { kind: "connecting" },
      { kind: "open" },
      { kind: "open" },
    ];
    for (const link of links) twin.is(link);
    expect(known.count).toBe(1);
  });

  it("is heard of no more by who has stopped", () => {
    const twin = new Twin();
    const known = new Counted(twin);
    known.end();
    twin.did("intervene");
    expect(known.count).toBe(0);
  });
});
