/** Texts of drawings, which do not break by themselves. */

const LETTER = 0.55; // of the size of the type: about so wide is a letter

/** Return about how wide a text is [px]. */
export function widthOf(text: string, size: number): number {
  return text.length * size * LETTER;
}

/** Return a text that fits: its end is left out where there is no room. */
export function fitted(text: string, width: number, size: number): string {
  const most = Math.floor(width / (size * LETTER));
  return text.length <= most ? text : `${text.slice(0, Math.max(1, most - 1)).trimEnd()}…`;
}
