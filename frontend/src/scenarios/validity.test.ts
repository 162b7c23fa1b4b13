// @vitest-environment jsdom
import { describe, expect, it } from "vitest";

import { ProblemError } from "../api/problem.ts";
import { isOfText } from "./validity.ts";

const problem = (status: number) =>
  new ProblemError({ type: "about:blank", title: "", status, detail: "" });

describe("a problem with a text that is checked", () => {
  it("is one of the text, or of who asks, how often, and of the server", () => {
    expect([400, 413, 422].map((status) => isOfText(problem(status)))).toEqual([true, true, true]);
    for (const status of [401, 403, 429, 500, 503]) expect(isOfText(problem(status))).toBe(false);
  });
});
