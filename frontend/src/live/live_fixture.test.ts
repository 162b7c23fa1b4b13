import { readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";

import { FrameError, readFrame } from "./frame.ts";
import { DOING, HEADER_BYTES, STATIONS, VEHICLES } from "./layout.ts";
import { Tables } from "./tables.ts";

type Held = Record<string, (number | null)[]>; // null: infinite
interface Damaged {
  readonly frame: number;
  readonly changes: [number, number][];
  readonly size: number;
  readonly taken: boolean;
}
interface Fixture {
  readonly header_bytes: number;
  readonly vehicles: [string, string][];
  readonly stations: [string, string][];
  readonly doing: string[];
  readonly frames: { bytes: string; vehicles_held: Held; stations_held: Held }[];
  readonly damaged: Damaged[];
}

const FILE = new URL("live_fixture.json", import.meta.url);
const FIXTURE = JSON.parse(readFileSync(FILE, "utf8")) as Fixture;

/** Frames that the server's encoder made, with a third of them lost on the way. */
const FRAMES = FIXTURE.frames.map(({ bytes }) => bufferOf(Buffer.from(bytes, "base64")));

describe("the layout", () => {
  it("is that of the encoder", () => {
    expect(VEHICLES).toEqual(FIXTURE.vehicles);
    expect(STATIONS).toEqual(FIXTURE.stations);
    expect(DOING).toEqual(FIXTURE.doing);
    expect(HEADER_BYTES).toBe(FIXTURE.header_bytes);
  });
});

describe("frames", () => {
  it("give what the reference decoder holds after each of them", () => {
    const tables = new Tables();
    FRAMES.forEach((buffer, at) => {
      tables.apply(readFrame(buffer));
      expectHeld(tables.vehicles, FIXTURE.frames[at]?.vehicles_held);
      expectHeld(tables.stations, FIXTURE.frames[at]?.stations_held);
    });
  });

  it("are refused where the reference refuses them, and then change nothing", () => {
    for (const { frame: at, changes, size, taken } of FIXTURE.damaged) {
      const tables = new Tables();
      for (const buffer of FRAMES.slice(0, at)) tables.apply(readFrame(buffer));
      const before = copyOf(tables);
      const apply = () => tables.apply(readFrame(damaged(FRAMES[at], changes, size)));
      if (taken) apply();
      else {
        expect(apply).toThrow(FrameError);
        expect(copyOf(tables)).toEqual(before);
      }
    }
  });

  it("can be applied out of turn only if they tell all that has changed", () => {
    const tables = new Tables();
    expect(() => tables.apply(readFrame(frame(1)))).toThrow(FrameError);
    tables.apply(readFrame(frame(0)));
    expect(() => tables.apply(readFrame(frame(5)))).toThrow(/last one here/);
    tables.apply(readFrame(frame(1)));
    expect(() => tables.apply(readFrame(frame(0)))).not.toThrow();
  });

  it("are refused when they are of any length that a frame cannot have", () => {
    const whole = frame(0);
    for (let size = 0; size < whole.byteLength; size += 7) {
      expect(() => readFrame(whole.slice(0, size))).toThrow(FrameError);
    }
  });
});

function expectHeld(held: Record<string, ArrayLike<number>>, expected: Held = {}): void {
  expect(Object.keys(expected)).not.toHaveLength(0);
  for (const [name, values] of Object.entries(expected)) {
    const found = Array.from(held[name] ?? [], (value) => (value === Infinity ? null : value));
    expect(found, name).toEqual(values);
  }
}

function frame(at: number): ArrayBuffer {
  const found = FRAMES[at];
  if (found === undefined) throw new Error(`no frame ${at}`);
  return found;
}

function copyOf({ number, vehicles, stations }: Tables): unknown {
  const columns = (of: object) =>
    Object.entries(of).map(([name, values]) => [name, Array.from(values as ArrayLike<number>)]);
  return { number, vehicles: columns(vehicles), stations: columns(stations) };
}

function damaged(frame: ArrayBuffer | undefined, changes: [number, number][], size: number) {
  const bytes = new Uint8Array(frame ?? new ArrayBuffer(0)).slice();
  for (const [at, value] of changes) bytes[at] = value;
  return bytes.buffer.slice(0, size);
}

function bufferOf(buffer: Buffer): ArrayBuffer {
  return new Uint8Array(buffer).buffer;
}
