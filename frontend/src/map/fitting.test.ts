import { describe, expect, it } from "vitest";

import { type Framed, framed, type Room } from "./fitting.ts";

const BARE = { top: 0, right: 0, bottom: 0, left: 0 };
const FREE = { mostCloser: 30, edges: BARE };
const SPACE = 24;
const RISES = 40;

/** Where a point of a flat picture is once the camera has moved. */
function moved(point: { x: number; y: number }, room: Room, { closer, right, down }: Framed) {
  const growth = 2 ** closer;
  const along = (at: number, by: number, middle: number) => middle + (at - by - middle) * growth;
  return {
    x: along(point.x, right, room.width / 2),
    y: along(point.y, down, room.height / 2),
  };
}

describe("a city", () => {
  const points = [
    { x: 100, y: 300 },
    { x: 180, y: 340 },
  ];

  it("fills the room that panels leave, from edge to edge", () => {
    const room = { ...FREE, width: 1400, height: 800, edges: { ...BARE, left: 300, right: 340 } };
    const found = framed(points, room);
    const [one, other] = points.map((point) => moved(point, room, found));
    expect(one?.x).toBeCloseTo(300 + SPACE);
    expect(other?.x).toBeCloseTo(1400 - 340 - SPACE);
    expect(((one?.y ?? 0) + (other?.y ?? 0)) / 2).toBeCloseTo((RISES + 800) / 2);
  });

  it("is made smaller where it is too high", () => {
    const room = { ...FREE, width: 900, height: 100 };
    const found = framed(points, room);
    const heights = points.map((point) => moved(point, room, found).y);
    expect(heights[0]).toBeCloseTo(SPACE + RISES);
    expect(heights[1]).toBeCloseTo(100 - SPACE);
  });

  it("is shown no closer than may be, and stays in the middle", () => {
    const room = { ...FREE, width: 900, height: 900, mostCloser: 1 };
    const found = framed(points, room);
    expect(found.closer).toBe(1);
    const [one, other] = points.map((point) => moved(point, room, found).x);
    expect(((one ?? 0) + (other ?? 0)) / 2).toBeCloseTo(450);
  });

  it("of one place, or in a map without room, moves the camera to some place that is one", () => {
    for (const width of [0, 10, 500]) {
      const { closer, right, down } = framed([{ x: 5, y: 5 }], { ...FREE, width, height: 0 });
      for (const value of [closer, right, down]) expect(Number.isFinite(value)).toBe(true);
    }
  });
});
