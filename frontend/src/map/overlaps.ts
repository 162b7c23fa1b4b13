/** Which of some boxes can be shown without hiding each other. */

/** Its left upper corner and its size [CSS pixels]. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Returns the numbers of those that would lie over an earlier one that is shown. */
export function hiddenOnes(boxes: readonly Box[]): ReadonlySet<number> {
  const hidden = new Set<number>();
  boxes.forEach((box, at) => {
    const isOver = boxes
      .slice(0, at)
      .some((earlier, number) => !hidden.has(number) && doOverlap(earlier, box));
    if (isOver) hidden.add(at);
  });
  return hidden;
}

function doOverlap(one: Box, other: Box): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}
