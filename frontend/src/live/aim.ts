/** Where a twin is wished to be, from the wish until it is seen there. */

import { latestOnly } from "./latest_only.ts";

export class Aim {
  /** The last wish [s]; null once the twin has been seen where it stood after that. */
  wished: number | null = null;
  private isDone = false;
  private readonly want: (at: number) => void;

  /**
   * @param seek goes there; fulfilled when that is done, rejected where it is not.
   * @param pauseMs that is between two of them at least.
   */
  constructor(seek: (at: number) => Promise<unknown>, pauseMs: number) {
    this.want = latestOnly(async (at: number) => {
      try {
        await seek(at);
        if (at === this.wished) this.isDone = true;
      } catch {
        if (at === this.wished) this.wished = null;
      }
    }, pauseMs);
  }

  at(at: number): void {
    [this.wished, this.isDone] = [at, false];
    this.want(at);
  }

  /** A frame has come: it shows where the twin stands, unless it is still on its way. */
  shown(): void {
    if (this.isDone) this.wished = null;
  }
}
