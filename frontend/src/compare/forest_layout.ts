/** Where the parts of a forest plot stand: beside each other where there is room, else under each
 * other. */

/** How a text is put into a drawing. */
interface Put {
  readonly x: number;
  readonly y: number;
  readonly textAnchor: "start" | "end";
}

export interface Layout {
  /** Height of a row. */
  readonly row: number;
  /** Where the axis begins and ends. */
  readonly from: number;
  readonly to: number;
  /** About how many marks it has. */
  readonly ticks: number;
  /** Of a row whose top is given: its name, its numbers; and where in it the interval is. */
  readonly label: (top: number) => Put;
  readonly text: (top: number) => Put;
  readonly bar: number;
  readonly labelWidth: number;
}

interface Interval {
  readonly middle: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

const WIDE = 640; // from here on there is room beside the axis
const LEFT = 190;
const EDGE = 12;
const LEAST_AXIS = 200;
const MARGIN = 0.06; // of the axis, beyond the outermost

/** Return the layout of a drawing.
 *
 * @param words how wide the longest numbers are [px].
 */
export function layoutOf(width: number, words: number): Layout {
  const right = words + 2 * EDGE;
  const isRoom = width >= WIDE && width - LEFT - right >= LEAST_AXIS;
  return isRoom ? beside(width, right) : under(width);
}

function beside(width: number, right: number): Layout {
  const row = 28;
  const base = row / 2 + 4;
  return {
    row,
    from: LEFT,
    to: width - right,
    ticks: 5,
    label: (top) => ({ x: LEFT - EDGE, y: top + base, textAnchor: "end" }),
    text: (top) => ({ x: width - right + EDGE, y: top + base, textAnchor: "start" }),
    bar: row / 2,
    labelWidth: LEFT - EDGE,
  };
}

/** A row has three lines: what it is about, its numbers, its interval. */
function under(width: number): Layout {
  return {
    row: 62,
    from: EDGE,
    to: width - EDGE,
    ticks: 3,
    label: (top) => ({ x: 0, y: top + 16, textAnchor: "start" }),
    text: (top) => ({ x: 0, y: top + 33, textAnchor: "start" }),
    bar: 46,
    labelWidth: width,
  };
}

/** Return the ends of the axis, nought between them, and where values are on it. */
export function scaleOf(
  rows: readonly Interval[],
  { from, to }: Pick<Layout, "from" | "to">,
): { low: number; high: number; at: (value: number) => number } {
  const values = rows.flatMap(({ middle, low, high }) => [middle, low, high]);
  const known = values.filter((value) => value !== null);
  const [least, most] = [Math.min(0, ...known), Math.max(0, ...known)];
  const margin = MARGIN * (most - least) || 1;
  const [low, high] = [least - margin, most + margin];
  return { low, high, at: (value) => from + ((to - from) * (value - low)) / (high - low) };
}
