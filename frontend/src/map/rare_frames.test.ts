import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { RareFrames } from "./rare_frames.ts";

const FRAME_MS = 16;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("requestAnimationFrame", (draw: (time: number) => void) =>
    setTimeout(() => draw(Date.now()), FRAME_MS),
  );
  vi.stubGlobal("cancelAnimationFrame", (timer: number) => clearTimeout(timer));
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** One who draws whenever it can, as deck.gl does. */
function drawing(frames: RareFrames): { count: number } {
  const drawn = { count: 0 };
  const draw = () => {
    drawn.count += 1;
    frames.requestAnimationFrame(draw);
  };
  frames.requestAnimationFrame(draw);
  return drawn;
}

it("gives frames at once at first, and then a few a second", () => {
  const drawn = drawing(new RareFrames());
  vi.advanceTimersByTime(4 * FRAME_MS);
  expect(drawn.count).toBe(4);
  vi.advanceTimersByTime(10_000);
  expect(drawn.count).toBeLessThan(4 + 41);
  expect(drawn.count).toBeGreaterThan(4 + 30);
});

it("gives the next one at once when something has changed", () => {
  const frames = new RareFrames();
  const drawn = drawing(frames);
  vi.advanceTimersByTime(5000);
  const before = drawn.count;
  frames.wake();
  vi.advanceTimersByTime(FRAME_MS);
  expect(drawn.count).toBe(before + 1);
});

it("gives none that was given up", () => {
  const frames = new RareFrames();
  const drawn = drawing(frames);
  vi.advanceTimersByTime(FRAME_MS);
  frames.cancelAnimationFrame();
  frames.wake();
  vi.advanceTimersByTime(10_000);
  expect(drawn.count).toBe(1);
});
