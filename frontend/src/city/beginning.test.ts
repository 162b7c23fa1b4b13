// @vitest-environment jsdom
import { beforeEach, expect, it, vi } from "vitest";

import type { Command, TwinState } from "../live/messages.ts";
import { navigate, stateNow } from "../url/address.ts";
import { meet } from "./beginning.ts";
import { CITY_FIELDS } from "./city_fields.ts";

const PAUSED: TwinState = {
  kind: "state",
  now: 25_200,
  playing: false,
  speed: 0,
  wanted_speed: 1,
  late: false,
  number: 1,
};
const PLAYING: TwinState = { ...PAUSED, playing: true, speed: 120, number: 3 };
const FIRST = { t: null, isFirst: true };
const AT_NINE = { t: 32_400, isFirst: true };

const command = vi.fn<(what: Command) => Promise<never>>();
const seek = vi.fn<(at: number) => void>();
const twin = { command, seek };
let isUnwanted: boolean;

beforeEach(() => {
  vi.clearAllMocks();
  command.mockResolvedValue(undefined as never);
  isUnwanted = false;
  window.matchMedia = () => ({ matches: isUnwanted }) as MediaQueryList;
  navigate("/");
});

it("lets a demo play that nobody has touched, and no other city", async () => {
  await meet(twin, FIRST, { state: PAUSED, may: true, isDemo: false });
  await meet(twin, FIRST, { state: { ...PAUSED, number: 2 }, may: true, isDemo: true });
  await meet(twin, FIRST, { state: PAUSED, may: false, isDemo: true });
  expect(command).not.toHaveBeenCalled();
  await meet(twin, FIRST, { state: PAUSED, may: true, isDemo: true });
  expect(command.mock.calls.flat().map((one) => one.do)).toEqual(["speed", "play"]);
});

it("sets nothing in motion for those who want less of it", async () => {
  isUnwanted = true;
  await meet(twin, FIRST, { state: PAUSED, may: true, isDemo: true });
  expect(command).not.toHaveBeenCalled();
});

it("goes to the time of the link, and says so where it does not", async () => {
  expect(await meet(twin, AT_NINE, { state: PAUSED, may: true, isDemo: true })).toBeNull();
  expect(seek.mock.calls).toEqual([[32_400]]);
  expect(await meet(twin, AT_NINE, { state: PLAYING, may: true, isDemo: true })).toBe(32_400);
  expect(await meet(twin, AT_NINE, { state: PAUSED, may: false, isDemo: true })).toBe(32_400);
  const there = { ...PLAYING, now: 32_400 };
  expect(await meet(twin, AT_NINE, { state: there, may: true, isDemo: true })).toBeNull();
  expect(seek).toHaveBeenCalledOnce();
});

it("writes the time again where somebody comes without one to a city that is shown", async () => {
  await meet(twin, { t: null, isFirst: false }, { state: PAUSED, may: true, isDemo: true });
  expect(stateNow(CITY_FIELDS).t).toBe(25_200);
  expect(command).not.toHaveBeenCalled();
});
