// @vitest-environment jsdom
import { act, cleanup, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { ProblemError } from "./problem.ts";
import { useAsked } from "./use_asked.ts";

const STEP_MS = 200;
const AWAY = problem(503);
const ask = vi.fn<(signal: AbortSignal) => Promise<string>>();

function problem(status: number, restMs: number | null = null): ProblemError {
  return new ProblemError({ type: "/problems/x", title: "X", status, detail: "not now" }, restMs);
}

function asked(about = "it", every: number | null = null) {
  return renderHook(({ of }) => useAsked(of, ask, { every }), { initialProps: { of: about } });
}

/** Lets time go by, and React follow. */
async function after(ms: number): Promise<void> {
  for (let gone = 0; gone <= ms; gone += STEP_MS) {
    await act(() => vi.advanceTimersByTimeAsync(Math.min(STEP_MS, ms - gone)));
  }
}

beforeEach(() => vi.useFakeTimers());

afterEach(() => {
  cleanup();
  vi.useRealTimers();
  ask.mockReset();
});

describe("what the server is asked for", () => {
  it.each([429, 500, 503])(
    "is asked again after problem %d, until there is an answer",
    async (status) => {
      ask.mockRejectedValueOnce(problem(status)).mockRejectedValueOnce(problem(status));
      ask.mockResolvedValue("here");
      const { result } = asked();
      await after(0);
      expect(result.current).toMatchObject({ value: null, isFirst: false });
      expect(result.current.error).toBeInstanceOf(ProblemError);
      await after(10_000);
      expect(result.current).toMatchObject({ value: "here", error: null, isStale: false });
      expect(ask).toHaveBeenCalledTimes(3);
    },
  );

  it("keeps its last answer meanwhile, and says that it is not up to date", async () => {
    ask.mockResolvedValueOnce("old").mockRejectedValueOnce(AWAY).mockResolvedValue("new");
    const { result } = asked("it", 1000);
    await after(0);
    expect(result.current).toMatchObject({ value: "old", isStale: false });
    await after(1000);
    expect(result.current).toMatchObject({ value: "old", error: AWAY, isStale: true });
    await after(1000);
    expect(result.current).toMatchObject({ value: "new", error: null, isStale: false });
  });

  it("is not asked sooner than the server wants, and ever more rarely", async () => {
    ask.mockRejectedValueOnce(problem(429, 5000)).mockRejectedValue(AWAY);
    asked();
    await after(4900);
    expect(ask).toHaveBeenCalledTimes(1);
    await after(200);
    expect(ask).toHaveBeenCalledTimes(2);
    await after(60_000);
    expect(ask.mock.calls.length).toBeLessThan(15);
    expect(ask.mock.calls.length).toBeGreaterThan(6);
  });

  it("is not asked again after a problem that stays", async () => {
    ask.mockRejectedValue(problem(404));
    asked("it", 1000);
    await after(60_000);
    expect(ask).toHaveBeenCalledOnce();
  });

  it("is not asked again once nobody wants to know it", async () => {
    ask.mockRejectedValue(AWAY);
    const { unmount } = asked();
    await after(0);
    unmount();
    await after(60_000);
    expect(ask).toHaveBeenCalledOnce();
  });
});
