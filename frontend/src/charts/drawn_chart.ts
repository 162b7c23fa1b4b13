/** A chart drawn for a file, with all that the page says around it: title, axes with their units,
 * bands, levels and the legend. On the page it is painted on a canvas, which is no drawing. */

import { isNumber, type Maybe } from "../ui/numbers.ts";
import { type ChartData, endsOfAxis, endsOfBand, scaleOfChart, type Series } from "./chart_data.ts";
import type { Look } from "./look.ts";
import { escaped, framed, type Picture, rounded, textIn } from "./picture.ts";
import { tickText, ticksOf, timeTicksOf } from "./ticks.ts";

const [WIDTH, HEIGHT] = [960, 460];
const [LEFT, RIGHT, TOP, BOTTOM] = [76, 48, 52, 96];
const [FOOT, END] = [HEIGHT - BOTTOM, WIDTH - RIGHT];
const LEGEND = HEIGHT - 26;
const LETTER = 7.2; // about so wide
const [SMALL, LARGE] = ["13px", "16px"];

type Place = (value: number) => number;

/** How a chart lies on its drawing. */
interface Frame {
  readonly look: Look;
  readonly factor: number;
  readonly x: Place;
  /** Of values in the unit of the API. */
  readonly y: Place;
}

/** Return a chart as a picture. */
export function drawnChart(title: string, data: ChartData, look: Look): Picture {
  const { unit, scale } = scaleOfChart(data);
  const [low, high] = endsOf(data, scale.factor);
  const first = data.x.values[0] ?? 0;
  const last = data.x.values.at(-1) ?? 1;
  const frame: Frame = {
    look,
    factor: scale.factor,
    x: (value) => LEFT + ((END - LEFT) * (value - first)) / (last - first || 1),
    y: (value) => FOOT - ((FOOT - TOP) * (value * scale.factor - low)) / (high - low),
  };
  const heading = unit === "" ? title : `${title} [${unit}]`;
  const parts = [
    textIn(heading, LEFT, 28, { ...inked(look), "font-size": LARGE, "font-weight": "600" }),
    ...ticksOf(low, high, 6).map((tick) => valueTick(tick, frame)),
    ...placeTicks(data, frame),
    textIn(data.x.name, (LEFT + END) / 2, FOOT + 40, centred(look)),
    ...data.series.map((one, i) => seriesOf(one, i, data, frame)),
    ...(data.levels ?? []).map(({ at }) => levelAt(frame.y(at), look)),
    ...legendOf(data, look),
  ];
  const ends = { width: WIDTH, height: HEIGHT };
  return { svg: framed(parts.join(""), ends, look.ground), ...ends };
}

function endsOf(data: ChartData, factor: number): [number, number] {
  const drawn = data.series
    .flatMap((one) => [one.values, endsOfBand(one, -1), endsOfBand(one, 1)].flat())
    .filter(isNumber)
    .map((value) => value * factor);
  const levels = (data.levels ?? []).map(({ at }) => at * factor);
  const [low, high] = drawn.reduce(
    ([least, most], value) => [Math.min(least, value), Math.max(most, value)],
    [Infinity, -Infinity],
  );
  return endsOfAxis(levels, low, high);
}

function valueTick(tick: number, { look, factor, y }: Frame): string {
  const at = rounded(y(tick / factor));
  const line = `<path d="M${LEFT} ${at}H${END}" stroke="${look.line}"/>`;
  return line + textIn(tickText(tick), LEFT - 10, at + 4, { ...soft(look), "text-anchor": "end" });
}

function placeTicks({ x: axis }: ChartData, { look, x }: Frame): string[] {
  const [first, last] = [axis.values[0] ?? 0, axis.values.at(-1) ?? 1];
  const ticks = axis.isTime ? timeTicksOf(first, last) : ticksOf(first, last, 8);
  const say = axis.isTime ? (axis.short ?? axis.text) : tickText;
  return ticks.map((tick) => {
    const at = rounded(x(tick));
    const line = `<path d="M${at} ${FOOT}v6" stroke="${look.soft}"/>`;
    return line + textIn(say(tick), at, FOOT + 20, centred(look));
  });
}

function seriesOf(series: Series, i: number, data: ChartData, frame: Frame): string {
  const colour = colourOf(i, frame.look);
  const xs = data.x.values.map(frame.x);
  const band = bandOf(series, xs, frame.y);
  const line = lineOf(series, xs, frame.y);
  return (
    (band === "" ? "" : `<path d="${band}" fill="${colour}" fill-opacity="0.19"/>`) +
    `<path d="${line}" fill="none" stroke="${colour}" stroke-width="1.8" stroke-linecap="round"/>`
  );
}

/** Return the line of a series: it stops where nothing is known, and steps where values hold. */
function lineOf({ values, isStep = false }: Series, xs: readonly number[], y: Place): string {
  let path = "";
  let isDown = false;
  values.forEach((value, i) => {
    const at = rounded(xs[i] ?? 0);
    if (!isNumber(value)) {
      if (isDown && isStep) path += `H${at}`;
      isDown = false;
      return;
    }
    const height = rounded(y(value));
    if (!isDown)
      path += `M${at} ${height}h0`; // which shows a point that stands alone
    else path += isStep ? `H${at}V${height}` : `L${at} ${height}`;
    isDown = true;
  });
  return path;
}

/** Return the bands of a series: one for each stretch in which it has intervals. */
function bandOf(series: Series, xs: readonly number[], y: Place): string {
  const [lows, highs] = [endsOfBand(series, -1), endsOfBand(series, 1)];
  const point = (values: readonly Maybe[], i: number) =>
    `${rounded(xs[i] ?? 0)} ${rounded(y(values[i] ?? 0))}`;
  return stretchesOf(lows)
    .map(([first, last]) => {
      const along = Array.from({ length: last - first + 1 }, (_, i) => first + i);
      const above = along.map((i) => point(highs, i));
      const back = along.reverse().map((i) => point(lows, i));
      return `M${[...above, ...back].join("L")}Z`;
    })
    .join("");
}

/** Return first and last index of each stretch of known values. */
function stretchesOf(values: readonly Maybe[]): [number, number][] {
  const found: [number, number][] = [];
  values.forEach((value, i) => {
    if (!isNumber(value)) return;
    const last = found.at(-1);
    if (last?.[1] === i - 1) last[1] = i;
    else found.push([i, i]);
  });
  return found;
}

function levelAt(y: number, look: Look): string {
  const at = rounded(y);
  return `<path d="M${LEFT} ${at}H${END}" stroke="${look.soft}" stroke-dasharray="6 4"/>`;
}

/** Return what colours and dashes mean, from left to right. */
function legendOf(data: ChartData, look: Look): string[] {
  const series = data.series.map((one, i) => ({ name: one.name, mark: key(colourOf(i, look)) }));
  const levels = (data.levels ?? []).map(({ name }) => ({ name, mark: dash(look.soft) }));
  const hasBands = data.series.some(({ halfWidths }) => halfWidths !== undefined);
  const bands = hasBands ? [{ name: "Bands: 95 % intervals of the means", mark: "" }] : [];
  let at = LEFT;
  return [...series, ...levels, ...bands].map(({ name, mark }) => {
    const begin = at + (mark === "" ? 0 : 22);
    const drawn = mark === "" ? "" : `<g transform="translate(${at} ${LEGEND - 4})">${mark}</g>`;
    at = begin + name.length * LETTER + 22;
    return drawn + textIn(name, begin, LEGEND, soft(look));
  });
}

const key = (colour: string) => `<path d="M0 0h14" stroke="${escaped(colour)}" stroke-width="4"/>`;
const dash = (colour: string) => `<path d="M0 0h16" stroke="${colour}" stroke-dasharray="6 4"/>`;
const colourOf = (i: number, { series }: Look) => series[i % series.length] ?? "#808080";
const inked = ({ ink, font }: Look) => ({ fill: ink, "font-family": font, "font-size": SMALL });
const soft = (look: Look) => ({ ...inked(look), fill: look.soft });
const centred = (look: Look) => ({ ...soft(look), "text-anchor": "middle" });
