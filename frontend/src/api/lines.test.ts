// @vitest-environment jsdom
import { describe, expect, it } from "vitest";

import { linesIn } from "./lines.ts";
import { UnreachableError } from "./problem.ts";

const VALUES = [{ pairs: 1 }, { pairs: 2, name: "Zürich ⚡" }, { pairs: 4 }];
const BYTES = new TextEncoder().encode(VALUES.map((one) => `${JSON.stringify(one)}\n`).join(""));

function streamOf(pieces: Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece);
      controller.close();
    },
  });
}

async function all<T>(lines: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const line of lines) found.push(line);
  return found;
}

describe("lines of JSON", () => {
  it("are the same wherever the bytes are cut", async () => {
    for (let size = 1; size <= BYTES.length; size++) {
      const pieces: Uint8Array[] = [];
      for (let at = 0; at < BYTES.length; at += size) pieces.push(BYTES.slice(at, at + size));
      expect(await all(linesIn(streamOf(pieces)))).toEqual(VALUES);
    }
  });

  it("need no end of line behind the last", async () => {
    expect(await all(linesIn(streamOf([BYTES.slice(0, -1)])))).toEqual(VALUES);
  });

  it("are given before the end has come", async () => {
    const stream = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(BYTES.slice(0, 13)),
    });
    const lines = linesIn(stream);
    expect((await lines.next()).value).toEqual({ pairs: 1 });
    await lines.return();
  });

  it("tell that the line broke off", async () => {
    const broken = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.error(new TypeError("network error")),
    });
    await expect(all(linesIn(broken))).rejects.toThrow(UnreachableError);
  });
});
