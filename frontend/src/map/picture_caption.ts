/** The legend as it stands below a saved picture of the map. */

import { type Mark, type Scale, STATE_LABEL } from "./legend_words.ts";
import { css, type Palette, type VehicleState } from "./palette.ts";
import type { Pen } from "./pen.ts";
import { type Piece, signOfMark, signOfState } from "./signs.ts";

const SCALE_PX = 280; // wide
const SCALE_HIGH_PX = 84;
const LINE_PX = 22;
const BETWEEN_PX = 32;
const SMALL = { size: 12 } as const;
const SIGN_ROOM_PX = 22;
const AFTER_PX = 18;

export interface Caption {
  readonly palette: Palette;
  readonly scale: Scale;
  readonly marks: readonly (readonly [Mark, string])[];
  /** Of the vehicles that are shown; none where none are. */
  readonly states: readonly VehicleState[];
}

interface Entry {
  readonly pieces: readonly Piece[];
  readonly text: string;
  readonly x: number;
  readonly line: number;
}

/** Returns how much room it takes at a width [px]. */
export function captionHeight(pen: Pen, caption: Caption, width: number): number {
  const { lines, isBeside } = entriesOf(pen, caption, width);
  const high = lines * LINE_PX;
  return isBeside ? Math.max(SCALE_HIGH_PX, high) : SCALE_HIGH_PX + high;
}

export function drawCaption(
  pen: Pen,
  caption: Caption,
  [x, y]: readonly [number, number],
  width: number,
): void {
  drawScale(pen, caption.scale, x, y, Math.min(SCALE_PX, width));
  const { entries, isBeside } = entriesOf(pen, caption, width);
  const first = isBeside ? y : y + SCALE_HIGH_PX;
  for (const entry of entries) {
    const line = first + 12 + entry.line * LINE_PX;
    pen.sign(entry.pieces, x + entry.x, line);
    pen.text(entry.text, x + entry.x + SIGN_ROOM_PX, line, SMALL);
  }
}

function drawScale(pen: Pen, scale: Scale, x: number, y: number, width: number): void {
  pen.text(`Stations: ${scale.title}`, x, y + 12, { size: 13, isBold: true, most: width });
  pen.ramp(x, y + 20, width, 10, scale.colours.map(css));
  pen.text(scale.low, x, y + 46, SMALL);
  pen.text(scale.high, x + width, y + 46, { ...SMALL, isToTheLeft: true });
  pen.text(scale.reading, x, y + 64, { ...SMALL, isSoft: true, most: width });
}

/** Returns where each sign with its words stands: in lines beside the scale, or below it. */
function entriesOf(pen: Pen, { palette, marks, states }: Caption, width: number) {
  const told: readonly (readonly [readonly Piece[], string])[] = [
    ...marks.map(([mark, text]) => [signOfMark(mark, palette), `station: ${text}`] as const),
    ...states.map((state) => [signOfState(state, palette), STATE_LABEL[state]] as const),
  ];
  const isBeside = width >= 2 * SCALE_PX;
  const left = isBeside ? SCALE_PX + BETWEEN_PX : 0;
  let [x, line] = [left, 0];
  const entries = told.map(([pieces, text]): Entry => {
    const room = SIGN_ROOM_PX + pen.widthOf(text, SMALL);
    if (x > left && x + room > width) [x, line] = [left, line + 1];
    const entry = { pieces, text, x, line };
    x += room + AFTER_PX;
    return entry;
  });
  return { entries, lines: line + 1, isBeside };
}
