// @vitest-environment jsdom
import { describe, expect, it } from "vitest";

import { doneNow, nextStep, type Seen, STEPS } from "./steps.ts";

function seen(html = "", query = "", hasCopied = false): Seen {
  document.body.innerHTML = html;
  return { query, hasCopied, find: (selector) => document.querySelector(selector) };
}

const ALL = STEPS.map(({ id }) => id);

describe("the first minute", () => {
  it("has six steps, of which none is done where nothing has happened", () => {
    expect(ALL).toHaveLength(6);
    expect(doneNow([], seen())).toEqual([]);
    expect(nextStep([])?.id).toBe("play");
  });

  it.each([
    ["play", seen.bind(null, '<button data-guide="play" data-playing="true"></button>')],
    ["worst", seen.bind(null, "", "station=s012")],
    ["why", seen.bind(null, '<section data-guide="why" data-known="true"></section>')],
    ["lever", seen.bind(null, "", "levers=stations[s012].chargers%2B=2")],
    ["difference", seen.bind(null, '<div data-effects data-pairs="2"></div>')],
    ["link", seen.bind(null, "", "", true)],
  ])("notices that %s is done", (id, see) => {
    expect(doneNow([], see())).toEqual([id]);
  });

  it("does not take less for it", () => {
    const little =
      '<button data-guide="play" data-playing="false"></button><div data-effects data-pairs="1"></div>';
    const query = "levers=stations[*].chargers%2B=1,stations[*].chargers[*].power_kw*=2";
    expect(doneNow([], seen(little, query))).toEqual([]);
  });

  it("forgets nothing that was done", () => {
    expect(doneNow(["play", "worst"], seen())).toEqual(["play", "worst"]);
    expect(nextStep(["play", "worst"])?.id).toBe("why");
    expect(nextStep(ALL)).toBeNull();
  });
});
