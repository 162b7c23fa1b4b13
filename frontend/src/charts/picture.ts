/** Pictures of charts as files: what is seen, in the colours that it is seen in, under its title. */

import { saveBlob } from "../ui/saving.ts";

/** A drawing that needs no style of the page. */
export interface Picture {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

const COPIED = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-opacity",
  "opacity",
  "font-family",
  "font-size",
  "font-weight",
  "text-anchor",
  "dominant-baseline",
  "stop-color",
] as const;
const SCALE = 2; // pixels of a PNG for each of the screen
const TYPE = "image/svg+xml";
const [MARGIN, TITLE] = [16, 28];

/** Save a picture as SVG. */
export function saveSvg(name: string, { svg }: Picture): void {
  saveBlob(`${name}.svg`, new Blob([svg], { type: TYPE }));
}

/** Save a picture as PNG. */
export async function savePng(name: string, { svg, width, height }: Picture): Promise<void> {
  const url = URL.createObjectURL(new Blob([svg], { type: TYPE }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = width * SCALE;
    canvas.height = height * SCALE;
    const pen = canvas.getContext("2d");
    if (pen === null) throw new Error("The browser cannot draw it.");
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/png"));
    if (blob === null) throw new Error("The browser cannot write it.");
    saveBlob(`${name}.png`, blob);
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** Return a drawing of the page under its title, on the ground that it stands on. */
export function pictureOf(drawing: SVGSVGElement, title: string): Picture {
  const box = drawing.getBoundingClientRect();
  const inner = copyOf(drawing);
  inner.setAttribute("x", String(MARGIN));
  inner.setAttribute("y", String(MARGIN + TITLE));
  inner.setAttribute("width", String(box.width));
  inner.setAttribute("height", String(box.height));
  const ends = { width: box.width + 2 * MARGIN, height: box.height + 2 * MARGIN + TITLE };
  const { color, backgroundColor, fontFamily } = getComputedStyle(document.body);
  const heading = textIn(title, MARGIN, MARGIN + 14, {
    fill: color,
    "font-family": fontFamily,
    "font-size": "15px",
    "font-weight": "600",
  });
  const text = heading + new XMLSerializer().serializeToString(inner);
  return { svg: framed(text, ends, backgroundColor), ...ends };
}

/** Return a drawing with a ground, as a file. */
export function framed(
  inside: string,
  { width, height }: { readonly width: number; readonly height: number },
  ground: string,
): string {
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" ` +
    `viewBox="0 0 ${width} ${height}">` +
    `<rect width="${width}" height="${height}" fill="${escaped(ground)}"/>${inside}</svg>`
  );
}

/** Return a text of a drawing. */
export function textIn(
  text: string,
  x: number,
  y: number,
  look: Readonly<Record<string, string>>,
): string {
  const attributes = Object.entries(look).map(([name, value]) => ` ${name}="${escaped(value)}"`);
  return `<text x="${rounded(x)}" y="${rounded(y)}"${attributes.join("")}>${escaped(text)}</text>`;
}

/** Return a text as XML has it. */
export function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

export function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Return a copy that needs no style of the page. */
function copyOf(drawing: SVGSVGElement): SVGSVGElement {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  const copies = [copy, ...copy.querySelectorAll("*")];
  [drawing, ...drawing.querySelectorAll("*")].forEach((original, i) => {
    const found = getComputedStyle(original);
    for (const name of COPIED) copies[i]?.setAttribute(name, found.getPropertyValue(name));
    copies[i]?.removeAttribute("class");
    copies[i]?.removeAttribute("style");
  });
  return copy;
}
