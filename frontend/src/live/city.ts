/**
 * A city as its frames tell it. It is changed in place some ten times a second: the map reads its
 * arrays, React looks at a snapshot now and then (`snapshots.ts`).
 */

import { DisplayClock } from "./clock.ts";
import { type Frame, type Head, readFrame } from "./frame.ts";
import type { LiveKpis, TwinState } from "./messages.ts";
import type { Scene } from "./scene.ts";
import { Tables } from "./tables.ts";

/** Is told of what comes, as it comes. */
export interface Follower {
  /** Another scene: all that was known is void. */
  begin?(scene: Scene): void;
  /** A frame has been written into the tables. */
  changed?(frame: Frame): void;
}

export class LiveCity {
  scene: Scene | null = null;
  readonly tables = new Tables();
  readonly clock = new DisplayClock();
  head: Head | null = null;
  state: TwinState | null = null;
  kpis: LiveKpis | null = null;
  private readonly followers = new Set<Follower>();

  /** Begins with a scene; the next frame is a key frame. */
  begin(scene: Scene): void {
    this.scene = scene;
    this.tables.number = 0;
    for (const follower of this.followers) follower.begin?.(scene);
  }

  /** Takes a frame; throws FrameError where it cannot be applied, with nothing changed. */
  take(buffer: ArrayBuffer, wallMs: number): Frame {
    const frame = readFrame(buffer);
    this.tables.apply(frame);
    this.head = frame;
    this.clock.take(frame, wallMs);
    for (const follower of this.followers) follower.changed?.(frame);
    return frame;
  }

  /** Has somebody told from now on, and at once of what is known; returns how to end that. */
  follow(follower: Follower): () => void {
    this.followers.add(follower);
    if (this.scene !== null) follower.begin?.(this.scene);
    return () => this.followers.delete(follower);
  }
}
