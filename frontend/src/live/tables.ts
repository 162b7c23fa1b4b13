/** What one who follows the frames holds: values of every vehicle and station, by row number. */

import { type Frame, FrameError } from "./frame.ts";
import {
  emptyColumns,
  type StationColumns,
  STATIONS,
  type VehicleColumns,
  VEHICLES,
} from "./layout.ts";

type AnyArray = Float64Array | Float32Array | Uint32Array | Uint16Array | Uint8Array;
type AnyColumns = Record<string, AnyArray>;

export class Tables {
  /** Of the last frame that was applied; 0 for none. */
  number = 0;
  vehicles: VehicleColumns = emptyColumns(VEHICLES, 0);
  stations: StationColumns = emptyColumns(STATIONS, 0);

  /** Writes the rows of a frame over those held; where they do not fit, nothing is written. */
  apply(frame: Frame): void {
    if (frame.since === 0) {
      this.begin(frame);
    } else {
      this.check(frame);
    }
    writeRows(this.vehicles, frame.vehicleRows);
    writeRows(this.stations, frame.stationRows);
    this.number = frame.number;
  }

  private begin(frame: Frame): void {
    if (this.vehicles.row.length !== frame.vehicles) {
      this.vehicles = emptyColumns(VEHICLES, frame.vehicles);
    }
    if (this.stations.row.length !== frame.stations) {
      this.stations = emptyColumns(STATIONS, frame.stations);
    }
  }

  private check(frame: Frame): void {
    if (this.number === 0 || frame.since > this.number || this.number > frame.number) {
      throw new FrameError(
        `frame ${frame.number} tells what has changed since ${frame.since}, and ` +
          `${this.number} is the last one here`,
      );
    }
    if (
      this.vehicles.row.length !== frame.vehicles ||
      this.stations.row.length !== frame.stations
    ) {
      throw new FrameError("a frame of other vehicles or stations");
    }
  }
}

function writeRows(held: VehicleColumns | StationColumns, rows: VehicleColumns | StationColumns) {
  const to = held as unknown as AnyColumns;
  for (const [name, from] of Object.entries(rows as unknown as AnyColumns)) {
    const column = to[name];
    if (column === undefined) continue;
    if (from.length === column.length) column.set(from);
    else scatter(column, rows.row, from);
  }
}

function scatter(column: AnyArray, row: Uint32Array, from: AnyArray): void {
  for (let at = 0; at < row.length; at += 1) column[row[at] ?? 0] = from[at] ?? 0;
}
