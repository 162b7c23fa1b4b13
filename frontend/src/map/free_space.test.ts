import { expect, it } from "vitest";

import { edgesOf } from "./free_space.ts";

const MAP = { left: 100, right: 1100 };
const LEFT = { edge: "left", left: 110, right: 400 };
const RIGHT = { edge: "right", left: 900, right: 1090 };

it("is what panels leave at both edges", () => {
  expect(edgesOf(MAP, [LEFT, RIGHT])).toEqual({ top: 0, bottom: 0, left: 300, right: 200 });
  expect(edgesOf(MAP, [])).toEqual({ top: 0, bottom: 0, left: 0, right: 0 });
});

it("is the whole map where panels leave next to nothing, or lie over another map", () => {
  expect(edgesOf(MAP, [LEFT, { ...RIGHT, left: 600 }])).toMatchObject({ left: 0, right: 0 });
  expect(edgesOf({ left: 1100, right: 2000 }, [LEFT, RIGHT])).toMatchObject({ left: 0, right: 0 });
});
