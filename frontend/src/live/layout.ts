/**
 * Frames byte by byte, as docs/frames.md says. A test compares these tables with those of the
 * encoder (`voltwin.frames.layout`).
 */

export const HEADER_BYTES = 64;
export const MAGIC = 0x46575456; // "VTWF", read as a little-endian uint32
export const VERSION = 2;

// Bits of the flags.
export const KEY = 1;
export const PLAYING = 2;

export const SOC_STEPS = 10_000;
export const MOST_S = 1e12; // of a time, either way

/** What a vehicle does once its drive has ended; `on_trip` is never in a frame. */
export const DOING = [
  "parked",
  "on_trip",
  "to_station",
  "waiting",
  "served",
  "retries",
  "stranded",
] as const;
export type Doing = (typeof DOING)[number];
export const PARKED = 0;
export const ON_TRIP = 1;

const TYPES = {
  f8: Float64Array,
  f4: Float32Array,
  u4: Uint32Array,
  u2: Uint16Array,
  u1: Uint8Array,
} as const;

type Code = keyof typeof TYPES;
type Layout = readonly (readonly [name: string, code: Code])[];

/** Values of some rows, by the name of the column. */
export type Columns<L extends Layout> = {
  -readonly [Entry in L[number] as Entry[0]]: InstanceType<(typeof TYPES)[Entry[1]]>;
};

export const VEHICLES = [
  ["departed_at", "f8"],
  ["arrives_at", "f8"],
  ["row", "u4"],
  ["origin", "u2"],
  ["place", "u2"],
  ["soc", "u2"],
  ["doing", "u1"],
] as const satisfies Layout;

export const STATIONS = [
  ["row", "u4"],
  ["power_kw", "f4"],
  ["limit_kw", "f4"],
  ["ready", "u4"],
  ["charging", "u4"],
  ["waiting", "u4"],
  ["queue", "u4"],
  ["swaps", "u4"],
  ["lost", "u4"],
  ["bays_busy", "u2"],
  ["bays_out", "u2"],
  ["chargers_out", "u2"],
  ["open", "u1"],
] as const satisfies Layout;

export type VehicleColumns = Columns<typeof VEHICLES>;
export type StationColumns = Columns<typeof STATIONS>;

function bytesOf(code: Code): number {
  return TYPES[code].BYTES_PER_ELEMENT;
}

/** Returns the length of a block with so many rows, zeros at its end included. */
export function blockBytes(layout: Layout, rows: number): number {
  const size = rows * layout.reduce((sum, [, code]) => sum + bytesOf(code), 0);
  return size + ((8 - (size % 8)) % 8);
}

/** Returns the columns of a block as views of the bytes: nothing is copied. */
export function viewsOf<L extends Layout>(
  layout: L,
  buffer: ArrayBuffer,
  begin: number,
  rows: number,
): Columns<L> {
  let at = begin;
  const found: Record<string, unknown> = {};
  for (const [name, code] of layout) {
    found[name] = new TYPES[code](buffer, at, rows);
    at += rows * bytesOf(code);
  }
  return found as Columns<L>;
}

/** Returns columns of so many rows that hold zeros. */
export function emptyColumns<L extends Layout>(layout: L, rows: number): Columns<L> {
  const entries = layout.map(([name, code]) => [name, new TYPES[code](rows)] as const);
  return Object.fromEntries(entries) as unknown as Columns<L>;
}
