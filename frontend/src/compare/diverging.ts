/** Colours of differences: blue for less, orange for more, grey in the middle. Those who do not see
 * red or green tell them apart, too. */

type Colour = readonly [number, number, number];

interface Ends {
  readonly less: Colour;
  readonly middle: Colour;
  readonly more: Colour;
}

const LIGHT: Ends = { less: [20, 84, 160], middle: [205, 208, 208], more: [190, 84, 0] };
const DARK: Ends = { less: [110, 172, 245], middle: [92, 100, 100], more: [255, 158, 72] };

/** Return the colour of a part of the largest difference, from −1 to 1. */
export function divergingColour(part: number, isDark: boolean): string {
  const { less, middle, more } = isDark ? DARK : LIGHT;
  const end = part < 0 ? less : more;
  const far = Math.sqrt(Math.min(1, Math.abs(part))); // so that small ones are seen to have a sign
  const mixed = middle.map((one, i) => Math.round(one + far * ((end[i] ?? one) - one)));
  return `rgb(${mixed.join(" ")})`;
}
