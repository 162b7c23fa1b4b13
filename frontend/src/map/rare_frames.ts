/**
 * Animation frames for deck.gl. It asks for every one there is, in case something has changed, and
 * looks through all that it knows in each. Here it is told of changes, and gets its frames then; a
 * few times a second it may look all the same.
 */

type Draw = (time: number) => void;

const AT_ONCE = 4; // frames after something has changed
const PAUSE_MS = 250;

export class RareFrames {
  private left = AT_ONCE;
  private waiting: { readonly draw: Draw; readonly timer: ReturnType<typeof setTimeout> } | null =
    null;
  private asked = 0;

  /** Something has changed: the next frames come as fast as they can. */
  wake(): void {
    this.left = AT_ONCE;
    if (this.waiting === null) return;
    const { draw, timer } = this.waiting;
    clearTimeout(timer);
    this.ask(draw);
  }

  requestAnimationFrame(draw: Draw): number {
    if (this.left > 0) this.ask(draw);
    else this.waiting = { draw, timer: setTimeout(() => this.ask(draw), PAUSE_MS) };
    return 1; // there is one at a time
  }

  cancelAnimationFrame(): void {
    cancelAnimationFrame(this.asked);
    clearTimeout(this.waiting?.timer);
    this.waiting = null;
  }

  private ask(draw: Draw): void {
    this.waiting = null;
    this.left = Math.max(0, this.left - 1);
    this.asked = requestAnimationFrame(draw);
  }
}
