/** The signs of the map as they stand in its legend and in a saved picture: of columns from above, and
 * of vehicles by what they do. Each has a shape of its own, as colours alone tell nothing to some. */

import type { Mark } from "./legend_words.ts";
import { css, type Palette, type VehicleState } from "./palette.ts";

export const SIGN_PX = 16;

/** A part of a sign: a path in a square of SIGN_PX, filled by the rule "evenodd". */
export interface Piece {
  readonly path: string;
  readonly fill: string;
}

/** How a vehicle is drawn; `vehicle_shaders.ts` has the same order. */
export const FORMS = ["disc", "square", "diamond", "ring"] as const;
export type Form = (typeof FORMS)[number];

export const FORM_OF: Readonly<Record<VehicleState, Form>> = {
  driving: "disc",
  seeking: "disc",
  waiting: "square",
  served: "diamond",
  lost: "ring",
  parked: "disc",
};

export function signOfState(state: VehicleState, palette: Palette): readonly Piece[] {
  const radius = state === "parked" ? 3 : state === "seeking" ? 5.5 : 4.5;
  return [{ path: formPath(FORM_OF[state], radius), fill: css(palette.vehicles[state]) }];
}

export function signOfMark(mark: Mark, palette: Palette): readonly Piece[] {
  const edge = css(palette.edge);
  switch (mark) {
    case "empty":
      return [
        { path: disc(7), fill: css(palette.ramp.at(-1) ?? palette.hot) },
        { path: disc(2.7), fill: edge },
      ];
    case "closed":
      return [{ path: disc(7) + disc(4), fill: css(palette.closed) }];
    case "without":
      return [
        { path: disc(6.5), fill: css(palette.without) },
        { path: disc(7) + disc(6), fill: css([...palette.edge, 115]) },
      ];
  }
}

function formPath(form: Form, radius: number): string {
  const middle = SIGN_PX / 2;
  switch (form) {
    case "disc":
      return disc(radius);
    case "square":
      return `M${middle - radius} ${middle - radius}h${2 * radius}v${2 * radius}h${-2 * radius}Z`;
    case "diamond": {
      const far = 1.2 * radius;
      return `M${middle} ${middle - far}l${far} ${far}l${-far} ${far}l${-far} ${-far}Z`;
    }
    case "ring":
      return disc(radius) + disc(0.45 * radius);
  }
}

function disc(radius: number): string {
  const half = `a${radius} ${radius} 0 1 0 `;
  return `M${SIGN_PX / 2 - radius} ${SIGN_PX / 2}${half}${2 * radius} 0${half}${-2 * radius} 0Z`;
}
