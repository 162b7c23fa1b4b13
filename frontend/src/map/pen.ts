/** Draws on a canvas in pixels of the screen, in the page's type and ink. */

import { type Piece, SIGN_PX } from "./signs.ts";

/** How a sheet is drawn on. */
export interface Look {
  /** Pixels of the file for each of the screen. */
  readonly ratio: number;
  readonly ink: string;
  readonly paper: string;
  readonly font: string;
}

interface TextLook {
  /** [px] */
  readonly size: number;
  readonly isBold?: boolean;
  readonly isSoft?: boolean;
  /** Ends where it begins to be asked for, not begins there. */
  readonly isToTheLeft?: boolean;
  /** Room that it has; beyond, it is written narrower. */
  readonly most?: number;
}

const SOFT = 0.72; // of the ink

export class Pen {
  private readonly canvas: HTMLCanvasElement;
  private readonly context: CanvasRenderingContext2D;
  private readonly look: Look;

  constructor(canvas: HTMLCanvasElement, look: Look) {
    const context = canvas.getContext("2d");
    if (context === null) throw new Error("The browser cannot draw it.");
    this.canvas = canvas;
    this.context = context;
    this.look = look;
  }

  /** Begins a sheet of some size [px]. */
  begin(width: number, height: number): void {
    const { ratio, paper } = this.look;
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.fill(0, 0, width, height, paper);
  }

  fill(x: number, y: number, width: number, height: number, colour: string | CanvasGradient): void {
    this.context.fillStyle = colour;
    this.context.fillRect(x, y, width, height);
  }

  copy(from: HTMLCanvasElement, x: number, y: number, width: number, height: number): void {
    this.context.drawImage(from, x, y, width, height);
  }

  /** Draws something of which only what is within a box is to be seen. */
  within(x: number, y: number, width: number, height: number, draw: () => void): void {
    this.context.save();
    this.context.beginPath();
    this.context.rect(x, y, width, height);
    this.context.clip();
    draw();
    this.context.restore();
  }

  /** Draws a box of paper with an edge. */
  box(x: number, y: number, width: number, height: number, edge: string): void {
    const { context } = this;
    context.beginPath();
    context.roundRect(x, y, width, height, 5);
    context.fillStyle = this.look.paper;
    context.fill();
    context.strokeStyle = edge;
    context.lineWidth = 1;
    context.stroke();
  }

  /** Draws colours from left to right. */
  ramp(x: number, y: number, width: number, height: number, colours: readonly string[]): void {
    const ramp = this.context.createLinearGradient(x, 0, x + width, 0);
    colours.forEach((colour, at) =>
      ramp.addColorStop(at / Math.max(1, colours.length - 1), colour),
    );
    this.fill(x, y, width, height, ramp);
  }

  sign(pieces: readonly Piece[], x: number, y: number): void {
    const { context } = this;
    context.save();
    context.translate(x, y - SIGN_PX + 4);
    for (const { path, fill } of pieces) {
      context.fillStyle = fill;
      context.fill(new Path2D(path), "evenodd");
    }
    context.restore();
  }

  /** Writes a line and returns where it ends. */
  text(text: string, x: number, y: number, look: TextLook): number {
    const { context } = this;
    this.set(look);
    context.textAlign = look.isToTheLeft === true ? "right" : "left";
    context.globalAlpha = look.isSoft === true ? SOFT : 1;
    context.fillStyle = this.look.ink;
    context.fillText(text, x, y, look.most);
    context.globalAlpha = 1;
    return x + Math.min(look.most ?? Infinity, context.measureText(text).width);
  }

  widthOf(text: string, look: TextLook): number {
    this.set(look);
    return this.context.measureText(text).width;
  }

  private set({ size, isBold = false }: TextLook): void {
    this.context.font = `${isBold ? 600 : 400} ${size}px ${this.look.font}`;
  }
}
