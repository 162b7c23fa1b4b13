import { describe, expect, it } from "vitest";

import { ProblemError } from "../api/problem.ts";
import { DEMAND, lever } from "./lever_for_tests.ts";
import { whatIsWrong } from "./what_is_wrong.ts";

const CHARGERS = lever();

function wrong(...errors: { where: string; message: string }[]): ReturnType<typeof whatIsWrong> {
  const problem = { type: "/problems/invalid", title: "", status: 422, detail: "", errors };
  return whatIsWrong([DEMAND, CHARGERS], new ProblemError(problem));
}

const TOO_FEW = { where: "body.changes", message: "stations[s000].chargers: has 6; -=20" };
const TOO_LONG = { where: "body.until", message: "9d must be at most 1w" };
const OTHER = { where: "body.seed", message: "must be a number" };

describe("what is wrong with a question", () => {
  it("is told beside the lever that caused it", () => {
    const found = wrong(TOO_FEW);
    expect([...found.ofLevers]).toEqual([[CHARGERS, TOO_FEW.message]]);
    expect(found.areAllPlaced).toBe(true);
  });

  it("is told beside the choice of the time", () => {
    expect(wrong(TOO_LONG)).toMatchObject({ ofRuns: TOO_LONG.message, areAllPlaced: true });
  });

  it("is told below where nothing there can mend it", () => {
    expect(wrong(TOO_FEW, OTHER).areAllPlaced).toBe(false);
  });

  it("is nothing where nothing is wrong", () => {
    expect(whatIsWrong([CHARGERS], null)).toMatchObject({ ofRuns: null, areAllPlaced: false });
  });
});
