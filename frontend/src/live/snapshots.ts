/**
 * What React sees of a city: a snapshot that changes a few times a second at most, however often
 * frames come.
 */

import type { LiveCity } from "./city.ts";
import type { LiveKpis, TwinState } from "./messages.ts";
import type { Scene } from "./scene.ts";
import type { Link } from "./socket.ts";

export const SNAPSHOT_MS = 333;

export interface Snapshot {
  /** Rises with each snapshot: what was read from the tables is to be read again. */
  readonly turn: number;
  readonly link: Link;
  readonly scene: Scene | null;
  /** Simulated time of the newest frame [s]; null before there is one. */
  readonly now: number | null;
  readonly state: TwinState | null;
  readonly kpis: LiveKpis | null;
}

type Later = (what: () => void, ms: number) => void;

export class Snapshots {
  private current: Snapshot;
  private readonly city: LiveCity;
  private readonly link: () => Link;
  private readonly later: Later;
  private readonly listeners = new Set<() => void>();
  private isPlanned = false;

  constructor(city: LiveCity, link: () => Link, later: Later = (what, ms) => setTimeout(what, ms)) {
    this.city = city;
    this.link = link;
    this.later = later;
    this.current = this.taken(0);
  }

  readonly get = (): Snapshot => this.current;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Something has changed: to be shown soon. */
  touch(): void {
    if (this.isPlanned) return;
    this.isPlanned = true;
    this.later(() => this.take(), SNAPSHOT_MS);
  }

  /** Something has changed that is to be seen at once. */
  take(): void {
    this.isPlanned = false;
    this.current = this.taken(this.current.turn + 1);
    for (const listener of [...this.listeners]) listener();
  }

  private taken(turn: number): Snapshot {
    const { scene, head, state, kpis } = this.city;
    return { turn, link: this.link(), scene, now: head?.now ?? null, state, kpis };
  }
}
