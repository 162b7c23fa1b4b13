import { describe, expect, it } from "vitest";

import type { Frame } from "../live/frame.ts";
import { emptyColumns, STATIONS, VEHICLES } from "../live/layout.ts";
import { Tables } from "../live/tables.ts";
import type { Places } from "./places.ts";
import { RECORD_BYTES, VehicleInstances } from "./vehicle_instances.ts";

const PLACES: Places = {
  centre: [256, 256],
  x: Float32Array.of(-1, 1),
  y: Float32Array.of(0.5, 0),
  zones: 2,
  bounds: [0, 0, 1, 1],
  invented: 0,
};

function frameOf(number: number, now: number, rows: number[], places: number[]): Frame {
  const vehicleRows = emptyColumns(VEHICLES, rows.length);
  vehicleRows.row.set(rows);
  vehicleRows.place.set(places);
  vehicleRows.departed_at.fill(now);
  vehicleRows.arrives_at.fill(now + 600);
  vehicleRows.doing.fill(2);
  return {
    number,
    since: number - 1,
    now,
    wall: 0,
    speed: 60,
    playing: true,
    vehicles: 1000,
    stations: 0,
    vehicleRows,
    stationRows: emptyColumns(STATIONS, 0),
  };
}

function begun(now: number): { tables: Tables; fleet: VehicleInstances } {
  const tables = new Tables();
  const all = Array.from({ length: 1000 }, (_, row) => row);
  tables.apply(
    frameOf(
      1,
      now,
      all,
      all.map(() => 0),
    ),
  );
  const fleet = new VehicleInstances(tables, PLACES);
  fleet.changed(
    frameOf(
      1,
      now,
      all,
      all.map(() => 0),
    ),
  );
  return { tables, fleet };
}

function recordOf(fleet: VehicleInstances, row: number): number[] {
  const view = new DataView(fleet.bytes.buffer, row * RECORD_BYTES, RECORD_BYTES);
  const floats = [0, 4, 8, 12, 16, 20].map((at) => view.getFloat32(at, true));
  return [...floats, view.getUint8(24)];
}

describe("records of vehicles", () => {
  it("have the drive under way, in seconds from their epoch", () => {
    const { fleet } = begun(100_000);
    const [fromX = NaN, fromY = NaN, toX, toY, departed, arrives, doing] = recordOf(fleet, 7);
    expect(fleet.epoch).toBe(86_400);
    expect([departed, arrives, doing]).toEqual([13_600, 14_200, 2]);
    expect(Math.hypot(fromX + 1, fromY - 0.5)).toBeLessThan(0.01);
    expect([toX, toY]).toEqual([fromX, fromY]);
  });

  it("are written for the rows of a frame and for no others", () => {
    const { tables, fleet } = begun(100_000);
    fleet.changes.drain();
    const before = fleet.bytes.slice();
    const frame = frameOf(2, 100_006, [3, 900], [1, 1]);
    tables.apply(frame);
    fleet.changed(frame);
    const changed = Array.from({ length: 1000 }, (_, row) => row).filter((row) =>
      recordOf(fleet, row).some(
        (value, at) => at < 6 && value !== new Float32Array(before.buffer)[row * 7 + at],
      ),
    );
    expect(changed).toEqual([3, 900]);
    expect(fleet.changes.drain()).toEqual([
      [3, 4],
      [900, 901],
    ]);
  });

  it("are all written anew when time has gone on by hours, so that seconds stay exact", () => {
    const { tables, fleet } = begun(100_000);
    fleet.changes.drain();
    const frame = frameOf(2, 600_000.125, [3], [1]);
    tables.apply(frame);
    fleet.changed(frame);
    expect(Math.abs(600_000 - fleet.epoch)).toBeLessThanOrEqual(6 * 3600);
    expect(recordOf(fleet, 3)[4]).toBe(600_000.125 - fleet.epoch);
    expect(fleet.changes.drain()).toEqual([[0, 1000]]);
  });
});
