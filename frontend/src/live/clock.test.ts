import { describe, expect, it } from "vitest";

import { DisplayClock } from "./clock.ts";

const PLAYING = { speed: 60, playing: true };

function playedFor(frames: number): DisplayClock {
  const clock = new DisplayClock();
  for (let at = 0; at < frames; at += 1) clock.take({ now: 1000 + 6 * at, ...PLAYING }, 100 * at);
  return clock;
}

describe("the time that is shown", () => {
  it("stands where a twin stands", () => {
    const clock = new DisplayClock();
    clock.take({ now: 500, speed: 0, playing: false }, 0);
    expect(clock.at(0)).toBe(500);
    expect(clock.at(9000)).toBe(500);
    expect(clock.isRunning).toBe(false);
  });

  it("goes on between frames at the twin's speed", () => {
    const clock = playedFor(3);
    expect(clock.at(250)).toBeCloseTo(1012 + 60 * 0.05);
  });

  it("waits where the next frame would be, if that does not come", () => {
    const clock = playedFor(3);
    const held = clock.at(5000);
    expect(held).toBeLessThanOrEqual(1012 + 60 * 0.11);
    expect(clock.at(60_000)).toBe(held);
  });

  it("does not run back when a frame comes early", () => {
    const clock = playedFor(10);
    const shown = clock.at(999);
    clock.take({ now: 1059, ...PLAYING }, 999);
    expect(clock.at(999)).toBe(shown);
    expect(clock.at(1100)).toBeGreaterThan(shown);
  });

  it("follows a twin that is sought, forwards and backwards", () => {
    const clock = playedFor(10);
    clock.at(950);
    clock.take({ now: 200, ...PLAYING }, 1000);
    expect(clock.at(1000)).toBe(200);
    clock.take({ now: 90_000, ...PLAYING }, 1100);
    expect(clock.at(1100)).toBe(90_000);
  });

  it("stands where a twin was paused, also if it had run a little ahead", () => {
    const clock = playedFor(10);
    clock.at(990);
    clock.take({ now: 1055, speed: 0, playing: false }, 1000);
    expect(clock.at(2000)).toBe(1055);
  });

  it("never runs back while a twin plays, whenever frames come", () => {
    const clock = new DisplayClock();
    let last = -Infinity;
    let wall = 0;
    for (let step = 0; step < 2000; step += 1) {
      wall += (step * 7919) % 41;
      if (step % 7 === 0) clock.take({ now: 0.06 * wall, ...PLAYING }, wall);
      const shown = clock.at(wall);
      expect(shown).toBeGreaterThanOrEqual(last);
      last = shown;
    }
  });
});
