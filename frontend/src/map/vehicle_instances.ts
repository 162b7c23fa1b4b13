/**
 * Vehicles as the GPU has them: one record each, the drive under way. A frame writes the records of
 * its rows; between frames nothing is written, as the shader knows from the time where each is.
 */

import type { Follower } from "../live/city.ts";
import type { Frame } from "../live/frame.ts";
import type { VehicleColumns } from "../live/layout.ts";
import type { Tables } from "../live/tables.ts";
import { latOf, unitsPerMetre } from "./mercator.ts";
import type { Places } from "./places.ts";
import { ChangedRows } from "./runs.ts";

export const RECORD_BYTES = 28;
const FLOATS = RECORD_BYTES / 4;
const KIND = 24; // byte of the record where what it does stands

// Times are float32 from an epoch that follows: within six hours they are good to 2 ms.
const EPOCH_STEP_S = 6 * 3600;

// Vehicles at one place would hide each other: each is shown a little beside it.
const SPREAD_M = 70;
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));
const GOLDEN_PART = (Math.sqrt(5) - 1) / 2;

export class VehicleInstances implements Follower {
  bytes = new Uint8Array(0);
  rows = 0;
  /** Simulated time that the records' times count from [s]. */
  epoch = 0;
  readonly changes = new ChangedRows();
  /** How far each is shown beside its place, x and y, in units of the common space. */
  aside = new Float32Array(0);
  private floats = new Float32Array(0);
  private readonly tables: Tables;
  private readonly places: Places;

  constructor(tables: Tables, places: Places) {
    this.tables = tables;
    this.places = places;
    this.resize();
    this.writeAll();
  }

  changed(frame: Frame): void {
    const moved = Math.abs(frame.now - this.epoch) > EPOCH_STEP_S;
    if (moved) this.epoch = Math.floor(frame.now / EPOCH_STEP_S) * EPOCH_STEP_S;
    if (this.rows !== frame.vehicles) this.resize();
    if (moved || frame.vehicleRows.row.length === this.rows) {
      this.writeAll();
    } else {
      this.write(frame.vehicleRows, frame.vehicleRows.row);
      this.changes.add(frame.vehicleRows.row);
    }
  }

  private resize(): void {
    this.rows = this.tables.vehicles.place.length;
    const buffer = new ArrayBuffer(this.rows * RECORD_BYTES);
    this.bytes = new Uint8Array(buffer);
    this.floats = new Float32Array(buffer);
    this.aside = asideOf(this.places, this.rows);
    this.changes.begin(this.rows);
  }

  private writeAll(): void {
    this.write(this.tables.vehicles, null);
    this.changes.all();
  }

  /** Writes rows of a table; without their numbers, all of them. */
  private write(from: VehicleColumns, row: Uint32Array | null): void {
    for (let at = 0; at < from.place.length; at += 1) {
      const to = row === null ? at : (row[at] ?? 0);
      this.writeDrive(from, at, to);
      this.bytes[to * RECORD_BYTES + KIND] = from.doing[at] ?? 0;
    }
  }

  private writeDrive(from: VehicleColumns, at: number, to: number): void {
    const { floats, aside, places } = this;
    const first = to * FLOATS;
    const [asideX, asideY] = [valueAt(aside, 2 * to), valueAt(aside, 2 * to + 1)];
    const [origin, place] = [valueAt(from.origin, at), valueAt(from.place, at)];
    floats[first] = valueAt(places.x, origin) + asideX;
    floats[first + 1] = valueAt(places.y, origin) + asideY;
    floats[first + 2] = valueAt(places.x, place) + asideX;
    floats[first + 3] = valueAt(places.y, place) + asideY;
    floats[first + 4] = valueAt(from.departed_at, at) - this.epoch;
    floats[first + 5] = valueAt(from.arrives_at, at) - this.epoch;
  }
}

/** A number that is not there would be NaN in the record, and nothing be drawn of it. */
function valueAt(values: ArrayLike<number>, at: number): number {
  return values[at] ?? NaN;
}

/** Spreads vehicles over a disc, as a sunflower its seeds: vehicle by vehicle, always the same. */
function asideOf({ centre }: Places, rows: number): Float32Array<ArrayBuffer> {
  const spread = SPREAD_M * unitsPerMetre(latOf(centre[1]));
  const aside = new Float32Array(2 * rows);
  for (let row = 0; row < rows; row += 1) {
    const far = spread * Math.sqrt((row * GOLDEN_PART) % 1);
    aside[2 * row] = far * Math.cos(row * GOLDEN_ANGLE);
    aside[2 * row + 1] = far * Math.sin(row * GOLDEN_ANGLE);
  }
  return aside;
}
