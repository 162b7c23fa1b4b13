/** Pictures of charts as files: what is seen, in the colours that it is seen in. */

import { saveBlob } from "../ui/saving.ts";

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
] as const;
const SCALE = 2; // pixels of a PNG for each of the screen

/** Save a drawing as SVG. */
export function saveSvg(name: string, drawing: SVGSVGElement): void {
  saveBlob(`${name}.svg`, new Blob([svgText(drawing)], { type: "image/svg+xml" }));
}

/** Save a drawing as PNG, on the ground that it stands on. */
export async function savePng(name: string, drawing: SVGSVGElement): Promise<void> {
  const { width, height } = drawing.getBoundingClientRect();
  const url = URL.createObjectURL(new Blob([svgText(drawing)], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = width * SCALE;
    canvas.height = height * SCALE;
    const pen = canvas.getContext("2d");
    if (pen === null) throw new Error("The browser cannot draw it.");
    pen.fillStyle = getComputedStyle(document.body).backgroundColor;
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/png"));
    if (blob === null) throw new Error("The browser cannot write it.");
    saveBlob(`${name}.png`, blob);
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** Return a drawing as a text that needs no style of the page. */
export function svgText(drawing: SVGSVGElement): string {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  const { width, height } = drawing.getBoundingClientRect();
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  const copies = [copy, ...copy.querySelectorAll("*")];
  [drawing, ...drawing.querySelectorAll("*")].forEach((original, i) => {
    const found = getComputedStyle(original);
    for (const name of COPIED) copies[i]?.setAttribute(name, found.getPropertyValue(name));
    copies[i]?.removeAttribute("class");
  });
  return new XMLSerializer().serializeToString(copy);
}
