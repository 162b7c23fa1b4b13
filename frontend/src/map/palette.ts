/**
 * The map's colours, light and dark. The ramp runs from calm to bad, blue over grey to vermilion: it
 * is told apart by those who do not see red or green, too. On the map no state is told by its colour
 * alone: closed stations are rings, those without a battery have a hole in the middle, and vehicles
 * have shapes (`signs.ts`).
 */

export type Colour = readonly [number, number, number];

/** What a vehicle is seen to do. */
export const STATES = ["driving", "seeking", "waiting", "served", "lost", "parked"] as const;
export type VehicleState = (typeof STATES)[number];

export interface Palette {
  readonly isDark: boolean;
  readonly ground: string;
  readonly streets: Readonly<Record<"street" | "main" | "avenue", string>>;
  readonly zone: string;
  readonly vehicles: Readonly<Record<VehicleState, readonly [...Colour, number]>>;
  /** From calm to bad. */
  readonly ramp: readonly Colour[];
  readonly closed: Colour;
  /** Of stations for which a measure says nothing. */
  readonly without: Colour;
  readonly edge: Colour;
  readonly hot: Colour;
}

export const LIGHT: Palette = {
  isDark: false,
  ground: "#f1f3f2",
  streets: { street: "#d6dcd9", main: "#c2cbc7", avenue: "#a8b5b0" },
  zone: "#b9c3bf",
  vehicles: {
    driving: [11, 107, 87, 230],
    seeking: [43, 95, 158, 255],
    waiting: [179, 38, 30, 255],
    served: [138, 83, 0, 255],
    lost: [120, 10, 90, 255],
    parked: [110, 124, 120, 120],
  },
  ramp: [
    [44, 98, 162],
    [112, 148, 189],
    [190, 196, 201],
    [236, 160, 76],
    [200, 50, 30],
  ],
  closed: [90, 100, 97],
  without: [205, 211, 209],
  edge: [22, 32, 30],
  hot: [214, 69, 32],
};

export const DARK: Palette = {
  isDark: true,
  ground: "#0f1413",
  streets: { street: "#212b29", main: "#2f3b38", avenue: "#43524e" },
  zone: "#3a4744",
  vehicles: {
    driving: [87, 205, 176, 230],
    seeking: [143, 188, 240, 255],
    waiting: [255, 120, 104, 255],
    served: [242, 184, 75, 255],
    lost: [229, 139, 210, 255],
    parked: [120, 134, 130, 110],
  },
  ramp: [
    [74, 130, 200],
    [92, 120, 150],
    [124, 130, 132],
    [232, 160, 72],
    [255, 92, 62],
  ],
  closed: [140, 150, 147],
  without: [62, 72, 69],
  edge: [232, 238, 236],
  hot: [255, 110, 70],
};

/** Returns the colour at a part of the ramp, from 0 (calm) to 1 (bad). */
export function onRamp({ ramp }: Palette, part: number): Colour {
  const at = Math.min(1, Math.max(0, part)) * (ramp.length - 1);
  const below = Math.min(Math.floor(at), ramp.length - 2);
  const one = ramp[below] ?? [0, 0, 0];
  const other = ramp[below + 1] ?? one;
  const mixed = (channel: 0 | 1 | 2) =>
    Math.round(one[channel] + (at - below) * (other[channel] - one[channel]));
  return [mixed(0), mixed(1), mixed(2)];
}

export function css(colour: readonly number[]): string {
  const [red = 0, green = 0, blue = 0, alpha = 255] = colour;
  return `rgb(${red} ${green} ${blue} / ${alpha / 255})`;
}
