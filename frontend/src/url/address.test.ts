// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import {
  changeState,
  goToView,
  linkNow,
  navigate,
  onArrival,
  onLink,
  stateNow,
} from "./address.ts";
import { number } from "./fields.ts";

const FIELDS = { t: number(null, { low: 0 }), zoom: number(11) };

const arrived = vi.fn<() => void>();
let ends: (() => void)[] = [];

beforeEach(() => {
  navigate("/");
  ends = [onArrival(arrived)];
});

afterEach(() => {
  for (const end of ends) end();
  arrived.mockClear();
});

describe("the address", () => {
  it("keeps what stands in it when somebody goes to the city who is there", () => {
    navigate("/twins/7?t=100&levers=x");
    goToView("city");
    expect(linkNow()).toMatch(/\/twins\/7\?t=100&levers=x$/);
    goToView("runs");
    expect(linkNow()).toMatch(/\/runs$/);
    goToView("city");
    expect(linkNow()).toMatch(/\/$/);
  });

  it("has in a link what is written into it only now and then", () => {
    ends.push(onLink(() => changeState(FIELDS, { t: 30 })));
    expect(linkNow()).toMatch(/\?t=30$/);
  });

  it("tells of those who come to another one, not of what the view writes itself", () => {
    navigate("/?t=10");
    expect(arrived).toHaveBeenCalledTimes(1);
    navigate("/runs");
    navigate("/");
    changeState(FIELDS, { t: 20 });
    expect(arrived).toHaveBeenCalledTimes(1);
    expect(stateNow(FIELDS).t).toBe(20);
  });

  it("tells of steps back, with the state of then", async () => {
    navigate("/?t=10&zoom=12");
    navigate("/");
    arrived.mockClear();
    const told = new Promise<void>((done) => ends.push(onArrival(done)));
    window.history.back();
    await told;
    expect(arrived).toHaveBeenCalledOnce();
    expect(stateNow(FIELDS)).toEqual({ t: 10, zoom: 12 });
  });
});
