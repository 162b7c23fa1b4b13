/** The decoder of live frames; the reference is `voltwin.frames.Decoder`. */

import {
  blockBytes,
  DOING,
  HEADER_BYTES,
  KEY,
  MAGIC,
  MOST_S,
  PLAYING,
  SOC_STEPS,
  type StationColumns,
  STATIONS,
  type VehicleColumns,
  VEHICLES,
  VERSION,
  viewsOf,
} from "./layout.ts";

/** What has come is no frame, or cannot be applied: a key frame is to be asked for. */
export class FrameError extends Error {
  override readonly name = "FrameError";
}

export interface Head {
  readonly number: number;
  /** The rows that have changed since this frame; 0 in a key frame. */
  readonly since: number;
  /** Simulated time [s]. */
  readonly now: number;
  /** When the frame was made [s] since 1970. */
  readonly wall: number;
  /** Simulated seconds a second. */
  readonly speed: number;
  readonly playing: boolean;
  readonly vehicles: number;
  readonly stations: number;
}

export interface Frame extends Head {
  /** Rows of this frame, as views of its bytes. */
  readonly vehicleRows: VehicleColumns;
  readonly stationRows: StationColumns;
}

interface Sizes {
  readonly vehicleRows: number;
  readonly stationRows: number;
  readonly length: bigint;
}

/** Returns the parts of a frame; throws FrameError where it is not as docs/frames.md says. */
export function readFrame(buffer: ArrayBuffer): Frame {
  const [head, sizes] = readHeader(buffer);
  if (sizes.length !== BigInt(buffer.byteLength)) {
    throw new FrameError(`a frame of ${sizes.length} bytes has ${buffer.byteLength}`);
  }
  const first = HEADER_BYTES + blockBytes(VEHICLES, sizes.vehicleRows);
  if (first + blockBytes(STATIONS, sizes.stationRows) !== buffer.byteLength) {
    throw new FrameError("the rows of a frame do not fill it");
  }
  const vehicleRows = viewsOf(VEHICLES, buffer, HEADER_BYTES, sizes.vehicleRows);
  const stationRows = viewsOf(STATIONS, buffer, first, sizes.stationRows);
  checkRows("vehicle", vehicleRows.row, head.vehicles);
  checkRows("station", stationRows.row, head.stations);
  checkVehicles(vehicleRows);
  checkStations(stationRows);
  return { ...head, vehicleRows, stationRows };
}

function readHeader(buffer: ArrayBuffer): [Head, Sizes] {
  if (buffer.byteLength < HEADER_BYTES) throw new FrameError("a frame has a header of 64 bytes");
  const view = new DataView(buffer);
  if (view.getUint32(0, true) !== MAGIC) {
    throw new FrameError("the first four bytes are not VTWF");
  }
  const version = view.getUint16(4, true);
  if (version !== VERSION) throw new FrameError(`a frame of version ${version}`);
  const flags = view.getUint16(6, true);
  const head: Head = {
    number: view.getUint32(8, true),
    since: view.getUint32(12, true),
    now: view.getFloat64(16, true),
    wall: view.getFloat64(24, true),
    speed: view.getFloat64(32, true),
    playing: (flags & PLAYING) !== 0,
    vehicles: view.getUint32(40, true),
    stations: view.getUint32(44, true),
  };
  const sizes: Sizes = {
    vehicleRows: view.getUint32(48, true),
    stationRows: view.getUint32(52, true),
    length: view.getBigUint64(56, true),
  };
  checkHeader(head, sizes, flags);
  return [head, sizes];
}

function checkHeader(head: Head, sizes: Sizes, flags: number): void {
  const isKey = (flags & KEY) !== 0;
  const isUnknown = (flags & ~(KEY | PLAYING)) !== 0;
  if (isUnknown || isKey !== (head.since === 0) || head.since >= head.number) {
    throw new FrameError(`a frame ${head.number} since ${head.since} with flags ${flags}`);
  }
  const isWhole = sizes.vehicleRows === head.vehicles && sizes.stationRows === head.stations;
  if (isKey && !isWhole) throw new FrameError("a key frame without all rows");
  if (![head.now, head.wall, head.speed].every(isTime)) {
    throw new FrameError("a frame whose times or speed are no numbers");
  }
}

function checkRows(of: string, row: Uint32Array, number: number): void {
  let last = -1;
  for (const one of row) {
    if (one <= last) throw new FrameError(`the ${of} numbers of a frame do not rise`);
    last = one;
  }
  if (last >= number) throw new FrameError(`a frame has more than ${number} ${of}s`);
}

function checkVehicles({ departed_at, arrives_at, soc, doing }: VehicleColumns): void {
  if (doing.some((one) => one >= DOING.length)) {
    throw new FrameError("a vehicle does what this version does not know");
  }
  if (!departed_at.every(isTime) || !arrives_at.every(isTime)) {
    throw new FrameError("a time of a vehicle is none");
  }
  if (soc.some((one) => one > SOC_STEPS)) throw new FrameError("soc of a vehicle is more than all");
}

function checkStations({ power_kw, limit_kw, open }: StationColumns): void {
  if (!power_kw.every(Number.isFinite)) throw new FrameError("power_kw of a station is no number");
  if (!limit_kw.every((limit) => limit >= 0)) {
    throw new FrameError("limit_kw of a station is no limit");
  }
  if (open.some((one) => one > 1)) throw new FrameError("open of a station is neither 0 nor 1");
}

function isTime(seconds: number): boolean {
  return Math.abs(seconds) <= MOST_S; // which what is no number is not
}
