/** What frames leave out as it never changes: names, positions and the clock, told once. */

import { FrameError } from "./frame.ts";

const SCENE_VERSION = 1;

export interface Scene {
  readonly name: string;
  readonly clock: { readonly start: string; readonly horizon_s: number };
  /** Zones, then stations; degrees, null where a station has no position. */
  readonly places: {
    readonly id: readonly string[];
    readonly lon: readonly (number | null)[];
    readonly lat: readonly (number | null)[];
    readonly zones: number;
  };
  readonly stations: {
    readonly id: readonly string[];
    readonly name: readonly string[];
    readonly region: readonly (string | null)[];
    readonly bays: readonly number[];
    readonly chargers: readonly number[];
  };
  readonly vehicles: readonly { readonly class: string; readonly count: number }[];
}

/** Returns a scene as it was received; throws FrameError where it is none of this version. */
export function readScene(told: Record<string, unknown>): Scene {
  if (told.kind !== "scene" || told.version !== SCENE_VERSION) {
    throw new FrameError(`no scene of version ${SCENE_VERSION}`);
  }
  for (const part of ["clock", "places", "stations", "vehicles"]) {
    if (typeof told[part] !== "object" || told[part] === null) {
      throw new FrameError(`a scene without ${part}`);
    }
  }
  return told as unknown as Scene;
}

/** Returns the name of a vehicle by its number: `taxi/7`. */
export function vehicleName(scene: Scene, row: number): string {
  let first = 0;
  for (const { class: name, count } of scene.vehicles) {
    if (row < first + count) return `${name}/${row - first}`;
    first += count;
  }
  return `vehicle ${row}`;
}

/** Returns the number of a vehicle by its name, or -1. */
export function vehicleRow(scene: Scene, name: string): number {
  const [of, number] = name.split("/");
  let first = 0;
  for (const { class: known, count } of scene.vehicles) {
    const row = Number(number);
    if (known === of && Number.isInteger(row) && row >= 0 && row < count) return first + row;
    first += count;
  }
  return -1;
}
