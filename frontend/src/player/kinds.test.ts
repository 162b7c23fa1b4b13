import { expect, it } from "vitest";

import { countedBy, KINDS, queryOf } from "./kinds.ts";

const plain = (text: string) => text.replaceAll("\u00a0", " "); // spaces that do not break

it("asks for a queue of so many, and says so", () => {
  const wanted = { kind: "queue", queue: 5 } as const;
  expect(queryOf(wanted)).toEqual({ kinds: ["queue"], least_queue: 5 });
  expect(plain(countedBy(wanted, 60))).toBe("stations with ≥ 5 in line for ≥ 60 s");
});

it("says of all that take time how long they are at least", () => {
  for (const kind of KINDS) {
    const said = plain(countedBy({ kind, queue: 3 }, 900));
    expect(said.endsWith("for ≥ 15 min")).toBe(kind !== "loss");
  }
});
