/** Colours from little to much, whose lightness grows evenly: told apart without seeing red or green,
 * and in grey. After cividis (Nuñez, Anderton and Renslow 2018, doi:10.1371/journal.pone.0199239). */

type Colour = readonly [number, number, number];

const STOPS: readonly Colour[] = [
  [0, 34, 78],
  [65, 77, 107],
  [124, 123, 120],
  [188, 175, 111],
  [254, 232, 56],
];
const LIGHT_FROM = 0.462; // of the scale: from here on black is read better than white

/** Return the colour of a part, from 0 to 1. */
export function sequentialColour(part: number): string {
  const at = Math.min(1, Math.max(0, part)) * (STOPS.length - 1);
  const below = Math.min(STOPS.length - 2, Math.floor(at));
  const [one, other] = [STOPS[below] ?? [0, 0, 0], STOPS[below + 1] ?? [0, 0, 0]];
  const mixed = one.map((from, i) => Math.round(from + (at - below) * ((other[i] ?? from) - from)));
  return `rgb(${mixed.join(" ")})`;
}

/** Return the colour of a text on it. */
export function inkOn(part: number): string {
  return part >= LIGHT_FROM ? "rgb(0 0 0)" : "rgb(255 255 255)";
}
