// @vitest-environment jsdom
import { act, cleanup, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { useMe, useWhyNot, watchMe } from "./me.ts";
import { useSession } from "./session.ts";

const ME = { name: "anybody", role: "admin", needs_token: false, may: ["command_twin"] };

let answers: (() => Response)[];

function says(status: number, body: object = {}): () => Response {
  return () => new Response(JSON.stringify(body), { status });
}

async function after(ms: number): Promise<void> {
  await act(() => vi.advanceTimersByTimeAsync(ms));
}

beforeEach(() => {
  vi.useFakeTimers();
  answers = [];
  const fetched = vi.fn(() => Promise.resolve((answers.shift() ?? says(503))()));
  vi.stubGlobal("fetch", fetched);
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

it("tells who one is not from who could not be asked, and asks again", async () => {
  answers = [says(503), says(200, ME), says(401)];
  watchMe();
  const why = renderHook(() => useWhyNot("command_twin")).result;
  expect(why.current).toBe("The server is being asked who you are.");
  await after(0);
  expect(why.current).toBe("The server could not say who you are. It is asked again.");
  await after(2000);
  expect(why.current).toBeNull();
  useSession.getState().take("vt_other");
  await after(0);
  expect(why.current).toBe("The server does not know who you are.");
  expect(useMe.getState()).toEqual({ me: null, why: "nobody" });
});
