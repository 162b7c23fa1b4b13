/** What a chart shows: series of one unit over one axis. */

import { isoTime } from "../ui/city_time.ts";
import { type CsvCell, csvOf } from "../ui/csv.ts";
import { isNumber, type Maybe, Shown } from "../ui/numbers.ts";

export interface Axis {
  /** With what it is counted in: "City time", "Chargers". */
  readonly name: string;
  /** Of its column in the CSV. */
  readonly column: string;
  readonly isTime: boolean;
  /** Ascending; of time: seconds of the city's clock, as `clockSeconds` tells them. */
  readonly values: readonly number[];
  readonly text: (value: number) => string;
  /** The same for the marks of a time axis, where there is little room; else it is `text`. */
  readonly short?: (value: number) => string;
}

export interface Series {
  readonly name: string;
  /** Of its column in the CSV. */
  readonly column: string;
  readonly values: readonly Maybe[];
  /** Of 95 % intervals. */
  readonly halfWidths?: readonly Maybe[];
  /** Holds until the next point, as the state of a station does. */
  readonly isStep?: boolean;
}

export interface Line {
  readonly name: string;
  readonly at: number;
}

export interface ChartData {
  /** As the API tells it: "1" for shares. */
  readonly unit: string;
  /** Are they differences? Those of shares are in points. */
  readonly areDifferences?: boolean;
  readonly x: Axis;
  readonly series: readonly Series[];
  /** Where something is said of the values, such as "no change": drawn across, and on the axis. */
  readonly levels?: readonly Line[];
}

/** Return how all values of a chart are written: in one unit, with as many digits. */
export function scaleOfChart(data: ChartData): Shown {
  return Shown.of(
    data.unit,
    data.series.flatMap((one) => one.values),
    { ofDifferences: data.areDifferences ?? false },
  );
}

/** Return the table behind a chart, numbers in the unit of the API. */
export function tableOf(data: ChartData): { names: string[]; rows: CsvCell[][] } {
  const names = [data.x.column];
  const columns: ((row: number) => CsvCell)[] = [
    (row) => (data.x.isTime ? isoTime(data.x.values[row] ?? 0) : (data.x.values[row] ?? null)),
  ];
  for (const { column, values, halfWidths } of data.series) {
    names.push(column);
    columns.push((row) => plain(values[row]));
    if (halfWidths === undefined) continue;
    names.push(`${column}_half_width`);
    columns.push((row) => plain(halfWidths[row]));
  }
  return { names, rows: data.x.values.map((_, row) => columns.map((cell) => cell(row))) };
}

/** Return the table behind a chart as CSV. */
export function csvOfChart(data: ChartData): string {
  const { names, rows } = tableOf(data);
  return csvOf(names, rows);
}

/** Return both ends of the axis of values, as they are shown: levels are on it, and so is nought
 * where values are near it, as what is none must look like none.
 *
 * @param low least of what is drawn, null where nothing is.
 * @param high most of it.
 */
export function endsOfAxis(
  levels: readonly number[],
  low: number | null | undefined,
  high: number | null | undefined,
): [number, number] {
  const known = [low, high, ...levels].filter(isNumber);
  const [least, most] = [Math.min(...known), Math.max(...known)];
  if (known.length === 0 || (least === 0 && most === 0)) return [0, 1];
  if (least === most) return [Math.min(0, 1.1 * least), Math.max(0, 1.1 * most)];
  const margin = 0.05 * (most - least);
  const isNearNought = least >= 0 && least < 0.5 * most;
  return [isNearNought ? 0 : least - margin, most + margin];
}

/** Return one end of the band of a series, at each point; null where it has none. */
export function endsOfBand({ values, halfWidths }: Series, sign: -1 | 1): Maybe[] {
  return values.map((value, i) => {
    const half = halfWidths?.[i];
    return isNumber(value) && isNumber(half) ? value + sign * half : null;
  });
}

function plain(value: Maybe): number | null {
  return isNumber(value) ? value : null;
}
