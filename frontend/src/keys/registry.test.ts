// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { onKey, register, useRegistry } from "./registry.ts";

const ran = vi.fn<(what: string) => void>();
let stop: (() => void)[] = [];

function obey(...keys: string[]): void {
  const commands = keys.map((one) => ({
    keys: one,
    label: one,
    group: "Test",
    run: () => ran(one),
  }));
  stop.push(register(commands));
}

function press(key: string, on: Element = document.body, more: KeyboardEventInit = {}): void {
  on.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));
}

function added(html: string): Element {
  document.body.innerHTML = html;
  const found = document.body.querySelector("[data-here]");
  if (found === null) throw new Error("nothing is data-here");
  return found;
}

beforeEach(() => window.addEventListener("keydown", onKey));

afterEach(() => {
  window.removeEventListener("keydown", onKey);
  for (const one of stop) one();
  stop = [];
  press("Escape"); // ends what has been begun
  ran.mockClear();
  document.body.innerHTML = "";
});

describe("the keyboard", () => {
  it("does what is registered", () => {
    obey("Space", "?", "Shift+ArrowLeft");
    press(" ");
    press("?", document.body, { shiftKey: true });
    press("ArrowLeft", document.body, { shiftKey: true });
    press("ArrowLeft");
    expect(ran.mock.calls.flat()).toEqual(["Space", "?", "Shift+ArrowLeft"]);
  });

  it("takes keys one after the other", () => {
    obey("g r", "r");
    press("r");
    press("g");
    press("r");
    press("g");
    press("x");
    press("r");
    expect(ran.mock.calls.flat()).toEqual(["r", "g r", "r"]);
  });

  it("obeys the later of two, until it is gone", () => {
    obey("Space");
    const former = useRegistry.getState().commands;
    obey("Space");
    const later = useRegistry.getState().commands.at(-1);
    expect(later).not.toBe(former[0]);
    stop.pop()?.();
    expect(useRegistry.getState().commands).toEqual(former);
    press(" ");
    expect(ran).toHaveBeenCalledOnce();
  });

  it.each([
    ["<input data-here>", "a"],
    ["<textarea data-here></textarea>", " "],
    ["<select data-here></select>", "ArrowDown"],
    ["<select data-here></select>", " "],
    ["<input type=checkbox data-here>", " "],
    ["<input type=range data-here>", "ArrowLeft"],
    ["<button role=tab data-here>x</button>", "ArrowLeft"],
    ["<span role=menuitem data-here></span>", " "],
    ["<button data-here>x</button>", " "],
    ["<a data-here href='#'>x</a>", "Enter"],
    ["<span role=slider data-here></span>", "ArrowLeft"],
    ["<div data-keys=own><span data-here></span></div>", "Home"],
  ])("leaves to %s its %j", (html, key) => {
    obey("a", "Space", "Enter", "ArrowDown", "ArrowLeft", "Home");
    press(key, added(html));
    expect(ran).not.toHaveBeenCalled();
  });

  it.each([
    ["<button data-here>x</button>", "ArrowLeft"],
    ["<span role=slider data-here></span>", " "],
    ["<input type=range data-here>", " "],
    ["<button role=tab data-here>x</button>", " "],
    ["<input type=checkbox data-here>", "n"],
    ["<span role=slider data-here></span>", "n"],
  ])("takes from %s its %j, for which it has no use", (html, key) => {
    obey("ArrowLeft", "Space", "n");
    press(key, added(html));
    expect(ran).toHaveBeenCalledOnce();
  });

  it("switches once while the space bar is held down, and steps on while an arrow is", () => {
    obey("Space", "ArrowRight");
    for (const repeat of [false, true, true]) {
      press(" ", document.body, { repeat });
      press("ArrowRight", document.body, { repeat });
    }
    expect(ran.mock.calls.flat().filter((one) => one === "Space")).toHaveLength(1);
    expect(ran.mock.calls.flat().filter((one) => one === "ArrowRight")).toHaveLength(3);
  });

  it("waits while a dialogue is open", () => {
    obey("a");
    added("<dialog open data-here></dialog>");
    press("a");
    expect(ran).not.toHaveBeenCalled();
  });
});
