/** How uPlot draws a chart: colours of the theme, axes with units, bands of intervals. */

import type uPlot from "uplot";

import { isNumber, type Maybe } from "../ui/numbers.ts";
import { type ChartData, scaleOfChart, type Series } from "./chart_data.ts";

const COLOURS = 6;
const BAND_ALPHA = "30"; // of 255, in hexadecimal

/** Return the values that uPlot draws: x, then of each series its value and the ends of its band. */
export function alignedOf(data: ChartData): uPlot.AlignedData {
  const { factor } = scaleOfChart(data).scale;
  const scaled = (values: readonly Maybe[]) =>
    values.map((value) => (isNumber(value) ? value * factor : null));
  const columns = data.series.flatMap((one) => [
    scaled(one.values),
    scaled(endsOf(one, -1)),
    scaled(endsOf(one, 1)),
  ]);
  return [[...data.x.values], ...columns];
}

/** Return one end of a series' band, at each point. */
function endsOf({ values, halfWidths }: Series, sign: -1 | 1): Maybe[] {
  return values.map((value, i) => {
    const half = halfWidths?.[i];
    return isNumber(value) && isNumber(half) ? value + sign * half : null;
  });
}

/** Return how a chart is drawn.
 *
 * @param element whose styles have the colours of the theme.
 * @param paths how lines are drawn that hold until the next point.
 * @param onPoint is told the index that is pointed at.
 */
export function optionsOf(
  data: ChartData,
  element: HTMLElement,
  paths: uPlot.Series.PathBuilder | undefined,
  onPoint: (at: number | null) => void,
): Omit<uPlot.Options, "width" | "height"> {
  const styles = getComputedStyle(element);
  const colour = (name: string) => styles.getPropertyValue(name).trim();
  const colours = data.series.map((_, i) => resolved(element, `--series-${(i % COLOURS) + 1}`));
  const axis = { stroke: resolved(element, "--text-soft"), font: `12px ${colour("--font")}` };
  const grid = { stroke: resolved(element, "--line"), width: 1 };
  const ticks = { ...grid, size: 4 };
  return {
    tzDate: (seconds) => asUtc(seconds),
    legend: { show: false },
    cursor: { points: { size: 6 }, drag: { x: false, y: false } },
    scales: { x: { time: data.x.isTime }, y: { range: rangeOf } },
    axes: [
      {
        ...axis,
        grid,
        ticks,
        size: 30,
        space: 96,
        ...(data.x.isTime ? { values: timesOf(data) } : {}),
      },
      { ...axis, grid, ticks, size: 56, values: (_, splits) => splits.map(shortly) },
    ],
    series: [{}, ...data.series.flatMap((one, i) => linesOf(one, colours[i] ?? "gray", paths))],
    bands: data.series.map((_, i) => ({
      series: [3 * i + 3, 3 * i + 2],
      fill: (colours[i] ?? "#808080") + BAND_ALPHA,
    })),
    hooks: { setCursor: [(plot) => onPoint(plot.cursor.idx ?? null)] },
  };
}

function linesOf(
  { isStep = false }: Series,
  stroke: string,
  paths: uPlot.Series.PathBuilder | undefined,
): uPlot.Series[] {
  const line = { stroke, width: 1.5, points: { show: false } };
  const end = { width: 0, points: { show: false } };
  return [isStep && paths !== undefined ? { ...line, paths } : line, end, end];
}

/** Nought is on the axis where values are near it: what is none must look like none. */
function rangeOf(_: uPlot, low: number | null, high: number | null): [number, number] {
  if (low === null || high === null) return [0, 1];
  if (low === high) return low === 0 ? [0, 1] : [Math.min(0, 1.1 * low), Math.max(0, 1.1 * high)];
  const margin = 0.05 * (high - low);
  const isNearNought = low >= 0 && low < 0.5 * high;
  return [isNearNought ? 0 : low - margin, high + margin];
}

function timesOf(data: ChartData): (plot: uPlot, splits: number[]) => string[] {
  const { text, short = text } = data.x;
  return (_, splits) => splits.map((split) => short(split));
}

/** Return the number on an axis: `12,000` or `0.25`. */
function shortly(value: number): string {
  return Number(value.toPrecision(6)).toLocaleString("en-US", { maximumFractionDigits: 6 });
}

/** uPlot asks dates for local parts: those of this one are the city's. */
function asUtc(seconds: number): Date {
  const moment = new Date(seconds * 1000);
  return new Date(moment.getTime() + moment.getTimezoneOffset() * 60_000);
}

/** Return what a colour of the theme is now, as a canvas takes it: #rrggbb. */
function resolved(element: HTMLElement, name: string): string {
  const probe = document.createElement("span");
  probe.style.color = `var(${name})`;
  element.append(probe);
  const parts = getComputedStyle(probe).color.match(/[\d.]+/g) ?? [];
  probe.remove();
  const hex = parts.slice(0, 3).map((part) => Number(part).toString(16).padStart(2, "0"));
  return hex.length === 3 ? `#${hex.join("")}` : "#808080";
}
