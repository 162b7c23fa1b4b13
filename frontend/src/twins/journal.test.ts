import { describe, expect, it } from "vitest";

import type { Scene } from "../live/scene.ts";
import { type Did, linesOf, lineWords } from "./journal.ts";

const SCENE = {
  name: "town",
  clock: { start: "2026-01-05T00:00:00+01:00", horizon_s: 86_400 },
  places: { id: [], lon: [], lat: [], zones: 0 },
  stations: { id: ["near"], name: ["Near Gate"], region: [null], bays: [1], chargers: [2] },
  vehicles: [],
} satisfies Scene;

let number = 0;
function did(what: string, by = "ann", some: Partial<Did> = {}): Did {
  number += 1;
  return { number, by, wall: "2026-11-22T09:34:45Z", now: 3600, do: what, ...some };
}

describe("the journal", () => {
  it("tells the latest first", () => {
    const lines = linesOf([did("play"), did("pause")]);
    expect(lines.map(({ did: one }) => one.do)).toEqual(["pause", "play"]);
  });

  it("tells seeks of one hand in one line, and those of another in another", () => {
    const all = [
      did("seek", "ann", { at: 60 }),
      did("seek", "ann", { at: 120 }),
      did("seek", "bob", { at: 180 }),
      did("play", "ann"),
      did("play", "ann"),
    ];
    const said = linesOf(all).map((line) => `${line.did.by}: ${lineWords(line, SCENE)}`);
    expect(said).toEqual([
      "ann: Played from Mon 2026-01-05 01:00 on",
      "ann: Played from Mon 2026-01-05 01:00 on",
      "bob: Went to Mon 2026-01-05 00:03",
      "ann: Went to Mon 2026-01-05 00:02 (the last of 2)",
    ]);
  });

  it("says of each thing what it was", () => {
    const words = (one: Did) => lineWords({ did: one, many: 1 }, SCENE);
    const made = [{ number: 1, what: { kind: "close", stations: ["near"] } }];
    expect(words(did("intervene", "ann", { made }))).toBe("Closed: Near Gate");
    expect(words(did("observe", "feed", { observations: 3 }))).toBe(
      "Told what was seen: 3 observations",
    );
    expect(words(did("pause", "(server)", { why: "other twins need the memory" }))).toBe(
      "Paused at Mon 2026-01-05 01:00: other twins need the memory",
    );
    expect(words(did("step", "ann", { seconds: 600 }))).toBe("Went on by 10\u00a0min");
    expect(words(did("speed", "ann", { speed: 600 }))).toBe("Speed ×600, 10 min/s");
  });
});
