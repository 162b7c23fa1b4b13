// @vitest-environment jsdom
import { describe, expect, it } from "vitest";

import type { Schemas } from "../api/client.ts";
import { learned } from "./known_scenarios.ts";

type Scenario = Schemas["ScenarioInfo"];

function scenario(id: string): Scenario {
  const rest = { parent_id: null, changes: [], digest: "", stations: 1, created_at: "" };
  return { id, name: id, ...rest };
}

/** A server that has some scenarios, of which the newest are told in a page. */
class Server {
  readonly asked: string[] = [];
  readonly #all: readonly string[];
  readonly #page: number;

  constructor(all: readonly string[], page: number) {
    this.#all = all;
    this.#page = page;
  }

  readonly newest = () => {
    this.asked.push("newest");
    return Promise.resolve(this.#all.slice(0, this.#page).map(scenario));
  };

  readonly one = (id: string) => {
    this.asked.push(id);
    return Promise.resolve(this.#all.includes(id) ? scenario(id) : null);
  };
}

const { signal } = new AbortController();
const ids = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => `s${from + i}`);

describe("scenarios", () => {
  it("are found beyond the newest", async () => {
    const server = new Server(ids(0, 50), 40);
    const found = await learned(ids(10, 45), server, signal);
    expect(ids(10, 45).every((id) => found.get(id)?.name === id)).toBe(true);
    expect(server.asked.sort()).toEqual(["newest", ...ids(40, 45)].sort());
  });

  it("are asked for one by one where they are few", async () => {
    const server = new Server(ids(0, 50), 40);
    await learned(["s3", "s44"], server, signal);
    expect(server.asked.sort()).toEqual(["s3", "s44"]);
  });

  it("are told from those that there are not any more", async () => {
    const found = await learned(["gone"], new Server([], 0), signal);
    expect(found.get("gone")).toBeNull();
    expect(found.get("other")).toBeUndefined();
  });
});
