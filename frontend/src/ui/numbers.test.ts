import { describe, expect, it } from "vitest";

import { counted, duration, NONE, scaleOf, Shown, withHalfWidth } from "./numbers.ts";

const plain = (text: string) => text.replaceAll("\u00a0", " ");

describe("numbers", () => {
  // The same as of `voltwin.wording.shown`, but for counts, which have no digits after the point.
  it.each([
    [0.0082, 0.00031, "1", "0.820 % ± 0.031"],
    [0.0082, 0.0004, "1", "0.82 % ± 0.04"],
    [112.3, 1.6, "s", "1.872 min ± 0.027"],
    [20.64, 0.3, "s", "20.64 s ± 0.30"],
    [1_229_000, 4000, "kWh", "1,229 MWh ± 4"],
    [360_808, 1024, "EUR", "360,808 EUR ± 1,024"],
    [3, null, "vehicles", "3 vehicles"],
    [3.25, null, "vehicles", "3.25 vehicles"],
    [0, 0, "kW", "0 kW ± 0"],
  ])("have the digits that their error allows: %s ± %s %s", (mean, half, unit, text) => {
    expect(plain(withHalfWidth(mean, half, unit))).toBe(text);
  });

  it.each([
    ["1", 0.3, "%"],
    ["s", 99, "s"],
    ["s", 100, "min"],
    ["s", 7200, "h"],
    ["s", 1e6, "days"],
    ["kWh", 9000, "kWh"],
    ["kWh", 10_000, "MWh"],
    ["kW", 2e10, "TW"],
    ["batteries", 1e9, "batteries"],
  ])("have a unit that fits the largest: %s to %s", (unit, largest, shown) => {
    expect(scaleOf(unit, largest).unit).toBe(shown);
  });

  it("of shares differ by points", () => {
    const shown = Shown.of("1", [-0.0041], { halfWidth: 0.0004, ofDifferences: true });
    expect(plain(shown.text(-0.0041, { signed: true }))).toBe("−0.41 points");
    expect(plain(shown.interval(-0.0045, -0.0037))).toBe("−0.45 to −0.37 points");
  });

  it("tell nothing from nought", () => {
    expect(withHalfWidth(null, null, "s")).toBe(NONE);
    expect(plain(withHalfWidth(0, null, "s"))).toBe("0 s");
    expect(Shown.of("s", [null, NaN]).text(NaN)).toBe(NONE);
  });

  it("have no sign where they are nought as written", () => {
    const shown = Shown.of("s", [40], { halfWidth: 1 });
    expect(shown.number(-0.001, { signed: true })).toBe("0.0");
    expect(shown.number(-0.001)).toBe("0.0");
  });

  it("are told from nought where they are less than the last digit", () => {
    const shown = Shown.of("1", [0.31, 0.0004]);
    expect(plain(shown.text(0.0004))).toBe("<0.1 %");
    expect(shown.number(-0.0004)).toBe("−<0.1");
    expect(shown.number(0.0004, { signed: true })).toBe("+<0.1");
    expect(plain(shown.text(0))).toBe("0.0 %");
    expect(plain(Shown.of("1", [0.0004]).text(0.0004))).toBe("0.0400 %");
    expect(Shown.of("vehicles", [100, 0.2]).number(0.2)).toBe("<1");
  });

  it("count things", () => {
    expect(counted(1, "station")).toBe("1 station");
    expect(counted(1690, "station")).toBe("1,690 stations");
  });

  it.each([
    [0, "0 s"],
    [0.0002, "<1 ms"],
    [0.012, "12 ms"],
    [0.4, "0.4 s"],
    [42, "42 s"],
    [504, "8.4 min"],
    [86400, "24 h"],
    [604800, "7 days"],
  ])("of time: %s s are %s", (seconds, text) => {
    expect(plain(duration(seconds))).toBe(text);
  });
});
