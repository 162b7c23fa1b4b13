/** A few names on the map, each with why it is worth a look; the camera moves them, React does not. */

import type { Map as GroundMap } from "maplibre-gl";

import css from "./callouts.module.css";
import { type Box, hiddenOnes } from "./overlaps.ts";

export interface Callout {
  readonly title: string;
  readonly text: string;
  readonly isBad: boolean;
}

export interface Placed {
  /** Longitude and latitude [degrees]. */
  readonly at: readonly [number, number];
  /** How far above it what is named ends, as it is seen now [CSS pixels]. */
  readonly rise: () => number;
  readonly callout: Callout;
}

/** A callout as it stands in the picture [CSS pixels]. */
export interface SeenCallout extends Box {
  readonly callout: Callout;
}

interface Shown extends Placed {
  readonly element: HTMLElement;
  readonly width: number;
  readonly height: number;
}

const EDGE_PX = 4;
const ABOVE_PX = 6; // the top of a column

export class Callouts {
  private readonly map: GroundMap;
  private readonly box: HTMLElement;
  private shown: readonly Shown[] = [];
  private boxes: readonly SeenCallout[] = [];
  private text = "";

  constructor(map: GroundMap) {
    this.map = map;
    this.box = document.createElement("div");
    this.box.className = css.callouts ?? "";
    this.box.ariaHidden = "true"; // the panels say the same
    map.getContainer().append(this.box);
    map.on("move", this.place);
    map.on("resize", this.place);
  }

  /** Shows these and no others, the most important first: of two that overlap, the later is left
   * out. */
  show(placed: readonly Placed[]): void {
    const text = JSON.stringify(placed);
    if (text === this.text) {
      this.place(); // columns rise and fall
      return;
    }
    this.text = text;
    const elements = placed.map(({ callout }) => elementOf(callout));
    this.box.replaceChildren(...elements);
    this.shown = placed.map((one, at) => {
      const element = elements[at] ?? elementOf(one.callout);
      return { ...one, element, width: element.offsetWidth, height: element.offsetHeight };
    });
    this.place();
  }

  /** Returns those that are to be seen, and where. */
  seen(): readonly SeenCallout[] {
    return this.boxes;
  }

  destroy(): void {
    this.map.off("move", this.place);
    this.map.off("resize", this.place);
    this.box.remove();
  }

  /** Puts each where it belongs now: what is named may be seen elsewhere, and rise higher. */
  readonly place = (): void => {
    const room = this.map.getContainer().clientWidth;
    const boxes = this.shown.map(({ at, rise, callout, width, height }) => {
      const { x, y } = this.map.project([at[0], at[1]]);
      const isInside = x > 0 && x < room; // what it names: then all of it is to be read
      const left = x - width / 2;
      const kept = isInside ? Math.max(EDGE_PX, Math.min(room - width - EDGE_PX, left)) : left;
      const top = y - rise() - ABOVE_PX - height;
      return { callout, width, height, x: Math.round(kept), y: Math.round(top) };
    });
    const hidden = hiddenOnes(boxes);
    this.shown.forEach(({ element }, at) => {
      const { x = 0, y = 0 } = boxes[at] ?? {};
      element.style.transform = `translate(${x}px, ${y}px)`;
      element.style.visibility = hidden.has(at) ? "hidden" : "";
    });
    this.boxes = boxes.filter((_, at) => !hidden.has(at));
  };
}

function elementOf({ title, text, isBad }: Callout): HTMLElement {
  const element = document.createElement("div");
  element.className = [css.callout, isBad ? css.bad : ""].join(" ");
  const name = document.createElement("b");
  name.textContent = title;
  const why = document.createElement("span");
  why.textContent = text;
  element.append(name, why);
  return element;
}
