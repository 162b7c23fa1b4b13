/**
 * The time that the map shows: that of the newest frame, gone on at the twin's speed for as long as
 * the next one takes to come. It never runs back while the twin plays, so that nothing shakes when
 * a frame comes a little early or late.
 */

const SHORTEST_PAUSE_S = 0.1;
const LONGEST_PAUSE_S = 2;
const WEIGHT_OF_NEWEST = 0.3;

interface Told {
  readonly now: number;
  readonly speed: number;
  readonly playing: boolean;
}

export class DisplayClock {
  private told: Told = { now: 0, speed: 0, playing: false };
  private cameAt = 0;
  private pause = SHORTEST_PAUSE_S;
  private shown = 0;

  /** Learns what a frame tells; `wallMs` is when it came, by a clock that never runs back. */
  take(told: Told, wallMs: number): void {
    const gap = (wallMs - this.cameAt) / 1000;
    if (this.told.playing && told.playing && gap <= LONGEST_PAUSE_S) {
      const known = this.pause + WEIGHT_OF_NEWEST * (gap - this.pause);
      this.pause = Math.min(LONGEST_PAUSE_S, Math.max(SHORTEST_PAUSE_S, known));
    }
    const ahead = this.shown - told.now;
    const isSought = !told.playing || ahead < 0 || ahead > 2 * told.speed * this.pause;
    if (isSought) this.shown = told.now;
    this.told = told;
    this.cameAt = wallMs;
  }

  /** Returns the simulated time to be shown [s], and does not return an earlier one afterwards. */
  at(wallMs: number): number {
    const { now, speed, playing } = this.told;
    if (!playing) return now;
    const elapsed = Math.min(Math.max(0, (wallMs - this.cameAt) / 1000), this.pause);
    this.shown = Math.max(this.shown, now + speed * elapsed);
    return this.shown;
  }

  /** Whether the time shown goes on by itself. */
  get isRunning(): boolean {
    return this.told.playing && this.told.speed > 0;
  }
}
