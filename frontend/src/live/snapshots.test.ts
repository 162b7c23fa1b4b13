import { expect, it } from "vitest";

import { LiveCity } from "./city.ts";
import { Snapshots } from "./snapshots.ts";
import type { Link } from "./socket.ts";

it("shows what has come at most once a while, and all of it in the end", () => {
  const planned: (() => void)[] = [];
  const city = new LiveCity();
  const open: Link = { kind: "open" };
  const snapshots = new Snapshots(
    city,
    () => open,
    (what) => planned.push(what),
  );
  const seen: (number | null)[] = [];
  snapshots.subscribe(() => seen.push(snapshots.get().kpis?.now ?? null));
  for (let now = 0; now < 100; now += 1) {
    city.kpis = { kind: "kpis", now, total: {} };
    snapshots.touch();
    if (now === 50) planned.shift()?.();
  }
  expect(seen).toEqual([50]);
  expect(planned).toHaveLength(1);
  planned.shift()?.();
  expect(seen).toEqual([50, 99]);
});

it("is the same thing until the next one is taken", () => {
  const snapshots = new Snapshots(new LiveCity(), () => ({ kind: "connecting" }));
  expect(snapshots.get()).toBe(snapshots.get());
  const before = snapshots.get();
  snapshots.take();
  expect(snapshots.get()).not.toBe(before);
});
