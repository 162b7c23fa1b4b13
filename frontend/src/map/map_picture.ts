/** A picture of the map for a file: what is seen, above it whose city and when, below it what the
 * colours mean. */

import type { SeenCallout } from "./callouts.ts";
import { css } from "./palette.ts";
import { type Look, Pen } from "./pen.ts";
import { type Caption, captionHeight, drawCaption } from "./picture_caption.ts";

const HEAD_PX = 56;
const EDGE_PX = 16;

/** What is seen of a map; its layers last until the browser shows the next picture. */
export interface MapPicture {
  /** [CSS pixels] */
  readonly width: number;
  readonly height: number;
  /** From the ground up. */
  readonly layers: readonly HTMLCanvasElement[];
  readonly callouts: readonly SeenCallout[];
}

export interface Heading {
  readonly title: string;
  /** When, in the city's time. */
  readonly moment: string;
}

/** Returns a canvas with all of it. */
export function drawMap(
  { width, height, layers, callouts }: MapPicture,
  heading: Heading,
  caption: Caption,
  look: Look,
): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  const pen = new Pen(canvas, look);
  const below = captionHeight(pen, caption, width - 2 * EDGE_PX);
  pen.begin(width, HEAD_PX + height + below + 2 * EDGE_PX);
  pen.fill(0, HEAD_PX, width, height, caption.palette.ground);
  for (const layer of layers) pen.copy(layer, 0, HEAD_PX, width, height);
  pen.within(0, HEAD_PX, width, height, () => {
    for (const callout of callouts) drawCallout(pen, callout, caption);
  });
  pen.fill(0, 0, width, HEAD_PX, look.paper);
  drawHeading(pen, heading, width);
  drawCaption(pen, caption, [EDGE_PX, HEAD_PX + height + EDGE_PX], width - 2 * EDGE_PX);
  return canvas;
}

function drawHeading(pen: Pen, { title, moment }: Heading, width: number): void {
  const room = width - 2 * EDGE_PX;
  pen.text(title, EDGE_PX, 24, { size: 18, isBold: true, most: room });
  pen.text(`${moment}, city time`, EDGE_PX, 44, { size: 13, isSoft: true, most: room });
}

function drawCallout(
  pen: Pen,
  { callout, x, y, width, height }: SeenCallout,
  { palette }: Caption,
) {
  const [top, middle] = [HEAD_PX + y, HEAD_PX + y + height / 2 + 4];
  const edge = css(callout.isBad ? (palette.ramp.at(-1) ?? palette.hot) : palette.closed);
  pen.box(x, top, width, height, edge);
  const next = pen.text(callout.title, x + 8, middle, { size: 12, isBold: true, most: 190 });
  pen.text(callout.text, next + 8, middle, { size: 12 });
}
