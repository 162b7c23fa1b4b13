// @vitest-environment jsdom
import { describe, expect, it } from "vitest";

import { corrections } from "./one_clock.ts";

const PAUSED = { now: 3600, playing: false, wanted_speed: 60 };
const PLAYING = { now: 3600, playing: true, wanted_speed: 60 };

describe("a twin that goes with another one", () => {
  it("does nothing where they are together", () => {
    expect(corrections(PAUSED, PAUSED)).toEqual([]);
    expect(corrections(PLAYING, { ...PLAYING, now: 3640 })).toEqual([]);
  });

  it("plays as fast, and pauses where the other one stands", () => {
    expect(corrections(PLAYING, { ...PAUSED, wanted_speed: 1 })).toEqual([
      { do: "speed", speed: 60 },
      { do: "play" },
    ]);
    expect(corrections(PAUSED, { ...PLAYING, now: 3700 })).toEqual([
      { do: "pause" },
      { do: "seek", at: 3600 },
    ]);
  });

  it("is brought back where it has strayed", () => {
    expect(corrections(PLAYING, { ...PLAYING, now: 4000 })).toEqual([{ do: "seek", at: 3600 }]);
  });
});
