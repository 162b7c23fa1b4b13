/** How uPlot draws a chart: colours of the theme, axes with units, bands of intervals. */

import type uPlot from "uplot";

import { isNumber, type Maybe } from "../ui/numbers.ts";
import { type ChartData, endsOfAxis, endsOfBand, scaleOfChart, type Series } from "./chart_data.ts";
import { type Look, lookOf } from "./look.ts";

const BAND_ALPHA = "30"; // of 255, in hexadecimal
const LEVEL_DASH = [6, 4];

/** Return the values that uPlot draws: x, then of each series its value and the ends of its band. */
export function alignedOf(data: ChartData): uPlot.AlignedData {
  const { factor } = scaleOfChart(data).scale;
  const scaled = (values: readonly Maybe[]) =>
    values.map((value) => (isNumber(value) ? value * factor : null));
  const columns = data.series.flatMap((one) => [
    scaled(one.values),
    scaled(endsOfBand(one, -1)),
    scaled(endsOfBand(one, 1)),
  ]);
  return [[...data.x.values], ...columns];
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
  const look = lookOf(element);
  const colours = data.series.map((_, i) => look.series[i % look.series.length] ?? "#808080");
  const levels = levelsOf(data);
  return {
    tzDate: (seconds) => asUtc(seconds),
    legend: { show: false },
    padding: [8, 28, 0, 0], // the last mark of the axis has room
    cursor: { points: { size: 6 }, drag: { x: false, y: false } },
    scales: {
      x: { time: data.x.isTime },
      y: { range: (_, low, high) => endsOfAxis(levels, low, high) },
    },
    axes: axesOf(data, look),
    series: [{}, ...data.series.flatMap((one, i) => linesOf(one, colours[i] ?? "gray", paths))],
    bands: data.series.map((_, i) => ({
      series: [3 * i + 3, 3 * i + 2],
      fill: (colours[i] ?? "#808080") + BAND_ALPHA,
    })),
    hooks: {
      setCursor: [(plot) => onPoint(plot.cursor.idx ?? null)],
      draw: [(plot) => drawLevels(plot, levels, look)],
    },
  };
}

function axesOf(data: ChartData, look: Look): uPlot.Axis[] {
  const grid = { stroke: look.line, width: 1 };
  const both = {
    stroke: look.soft,
    font: `12px ${look.font}`,
    grid,
    ticks: { ...grid, size: 4 },
  };
  const times = data.x.isTime ? { values: timesOf(data) } : {};
  return [
    { ...both, size: 30, space: 96, ...times },
    { ...both, size: 56, values: (_, splits) => splits.map(shortly) },
  ];
}

function linesOf(
  { isStep = false }: Series,
  stroke: string,
  paths: uPlot.Series.PathBuilder | undefined,
): uPlot.Series[] {
  // What stands alone between gaps is no line, and is not to be lost.
  const points = {
    size: 5,
    stroke,
    fill: stroke,
    filter: (plot: uPlot, at: number) => alone(plot, at),
  };
  const line = { stroke, width: 1.5, points };
  const end = { width: 0, points: { show: false } };
  return [isStep && paths !== undefined ? { ...line, paths } : line, end, end];
}

/** Return where values of a series stand with none beside them. */
function alone({ data }: uPlot, series: number): number[] {
  const values = data[series] ?? [];
  const isThere = (at: number) => isNumber(values[at]);
  return Array.from(values, (_, at) => at).filter(
    (at) => isThere(at) && !isThere(at - 1) && !isThere(at + 1),
  );
}

/** Return the levels of a chart, as they are shown. */
function levelsOf(data: ChartData): number[] {
  const { factor } = scaleOfChart(data).scale;
  return (data.levels ?? []).map(({ at }) => at * factor);
}

function drawLevels(plot: uPlot, levels: readonly number[], look: Look): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.strokeStyle = look.soft;
  ctx.lineWidth = window.devicePixelRatio;
  ctx.setLineDash(LEVEL_DASH.map((length) => length * window.devicePixelRatio));
  for (const level of levels) {
    const y = Math.round(plot.valToPos(level, "y", true));
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
  }
  ctx.restore();
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
