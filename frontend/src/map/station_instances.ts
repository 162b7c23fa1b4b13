/** Stations as the GPU has them: where, how high, which colour, and how they stand out. */

import type { Follower } from "../live/city.ts";
import type { Frame } from "../live/frame.ts";
import type { Tables } from "../live/tables.ts";
import { badness, highOf, MEASURE, type MeasureName } from "./measures.ts";
import { onRamp, type Palette } from "./palette.ts";
import type { Places } from "./places.ts";
import { ChangedRows } from "./runs.ts";

export const STATION_BYTES = 24;
const FLOATS = STATION_BYTES / 4;
const [HEIGHT, HOT] = [2, 3]; // floats of the record
const [COLOUR, MARK] = [16, 20]; // bytes of the record

// Marks: a byte each, 255 for yes.
export const CLOSED = 0;
export const EMPTY = 1;

const HIGH_RISES_ONLY_S = 3600; // simulated time, after which a scale may shrink again
const HOT_QUEUE = 8; // vehicles in line with which a hot spot is as hot as can be

export class StationInstances implements Follower {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly rows: number;
  readonly changes = new ChangedRows();
  /** The upper end of the scale. */
  high = 1;
  private readonly floats: Float32Array;
  private readonly tables: Tables;
  private measure: MeasureName;
  private palette: Palette;
  private scaledAt = -Infinity;

  constructor(tables: Tables, places: Places, measure: MeasureName, palette: Palette) {
    this.tables = tables;
    this.measure = measure;
    this.palette = palette;
    this.rows = places.x.length - places.zones;
    const buffer = new ArrayBuffer(this.rows * STATION_BYTES);
    this.bytes = new Uint8Array(buffer);
    this.floats = new Float32Array(buffer);
    for (let row = 0; row < this.rows; row += 1) {
      this.floats[row * FLOATS] = places.x[places.zones + row] ?? 0;
      this.floats[row * FLOATS + 1] = places.y[places.zones + row] ?? 0;
    }
    this.changes.begin(this.rows);
    this.show(measure, palette);
  }

  /** Shows another measure, or the same in other colours. */
  show(measure: MeasureName, palette: Palette): void {
    this.measure = measure;
    this.palette = palette;
    this.scaledAt = -Infinity;
    this.writeAll(0);
  }

  changed(frame: Frame): void {
    if (frame.stationRows.row.length === 0) return;
    const before = this.high;
    this.scale(frame.now);
    if (this.high !== before || frame.since === 0) {
      this.writeAll(frame.now);
    } else {
      for (const row of frame.stationRows.row) this.write(row);
      this.changes.add(frame.stationRows.row);
    }
  }

  /** How high a column stands, as a part of the highest. */
  heightOf(row: number): number {
    return this.floats[row * FLOATS + HEIGHT] ?? 0;
  }

  private writeAll(now: number): void {
    this.scale(now);
    for (let row = 0; row < this.rows; row += 1) this.write(row);
    this.changes.all();
  }

  /** A scale grows as soon as it must, and shrinks rarely: colours are to be compared over time. */
  private scale(now: number): void {
    const needed = highOf(MEASURE[this.measure], this.tables.stations);
    const isOld = Math.abs(now - this.scaledAt) > HIGH_RISES_ONLY_S;
    if (needed <= this.high && !isOld) return;
    this.high = needed;
    this.scaledAt = now;
  }

  private write(row: number): void {
    const { stations } = this.tables;
    const measure = MEASURE[this.measure];
    const value = measure.of(stations, row);
    const isKnown = !Number.isNaN(value);
    const bad = isKnown ? badness(measure, value, this.high) : 0;
    this.floats[row * FLOATS + HEIGHT] = bad;
    this.floats[row * FLOATS + HOT] = Math.min(1, (stations.queue[row] ?? 0) / HOT_QUEUE);
    const isClosed = stations.open[row] === 0;
    const { closed, without } = this.palette;
    const colour = isClosed ? closed : isKnown ? onRamp(this.palette, bad) : without;
    const at = row * STATION_BYTES;
    this.bytes.set(colour, at + COLOUR);
    this.bytes[at + COLOUR + 3] = 255;
    this.bytes[at + MARK + CLOSED] = isClosed ? 255 : 0;
    this.bytes[at + MARK + EMPTY] = stations.ready[row] === 0 ? 255 : 0;
  }
}
