// @vitest-environment jsdom
import { describe, expect, it } from "vitest";

import type { Run } from "./run.ts";
import { apartFrom } from "./run_list.ts";

const run = (id: string, status: Run["status"]) => ({ id, status }) as Run;

describe("runs that are older than those listed", () => {
  const listed = [run("r9", "PENDING"), run("r8", "RUNNING")];

  it("are shown while they are under way, the newest first", async () => {
    const running = [run("r3", "RUNNING"), run("r8", "RUNNING"), run("r5", "RUNNING")];
    const apart = await apartFrom(listed, running, [], () => Promise.resolve(null));
    expect(apart.map(({ id }) => id)).toEqual(["r5", "r3"]);
  });

  it("stay as they have ended, and are asked for once more for that", async () => {
    const asked: string[] = [];
    const again = (id: string) => {
      asked.push(id);
      return Promise.resolve(run(id, "COMPLETED"));
    };
    const were = [run("r5", "RUNNING"), run("r3", "COMPLETED")];
    const apart = await apartFrom(listed, [], were, again);
    expect(apart.map(({ id, status }) => [id, status])).toEqual([
      ["r5", "COMPLETED"],
      ["r3", "COMPLETED"],
    ]);
    expect(asked).toEqual(["r5"]);
  });

  it("are left out once they are gone or listed", async () => {
    const were = [run("r5", "RUNNING"), run("r8", "RUNNING")];
    const apart = await apartFrom(listed, [], were, () => Promise.resolve(null));
    expect(apart).toEqual([]);
  });
});
