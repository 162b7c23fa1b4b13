/** The ground under everything: the streets of the scenario, drawn by MapLibre in our colours. */

import type { StyleSpecification } from "maplibre-gl";

import type { Palette } from "./palette.ts";

export type CityMap = GeoJSON.FeatureCollection;

/** Name of the source that holds streets and zones. */
export const CITY = "city";
const NOTHING: CityMap = { type: "FeatureCollection", features: [] };
/** Of lines far and near [px]. */
const WIDTHS = { street: [0.5, 3], main: [0.9, 6], avenue: [1.5, 10] } as const;
const KINDS = ["street", "main", "avenue"] as const;

/** Returns the style of the ground. Its streets come later, as data of the source: a style that is
 * set anew while it loads is begun anew, and compared with the one before, streets and all. */
export function styleOf(palette: Palette): StyleSpecification {
  return {
    version: 8,
    transition: { duration: 0, delay: 0 }, // another theme is there at once, as in the panels
    sources: { [CITY]: { type: "geojson", data: NOTHING, tolerance: 0.6, buffer: 16 } },
    layers: [
      { id: "ground", type: "background", paint: { "background-color": palette.ground } },
      ...KINDS.map((kind) => ({
        id: streetsOf(kind),
        type: "line" as const,
        source: CITY,
        filter: ["==", ["get", "kind"], kind] as ["==", ["get", string], string],
        layout: { "line-cap": "round" as const, "line-join": "round" as const },
        paint: {
          "line-color": palette.streets[kind],
          "line-width": widthOf(WIDTHS[kind]),
        },
      })),
      {
        id: "zones",
        type: "circle",
        source: CITY,
        filter: ["==", ["get", "layer"], "zone"],
        minzoom: 11,
        paint: {
          "circle-color": palette.zone,
          "circle-radius": ["interpolate", ["linear"], ["zoom"], 11, 1, 15, 4],
          "circle-opacity": 0.6,
        },
      },
    ],
  };
}

/** A colour of the style: its layer, what of the layer has it, and the colour. */
type Coloured = readonly [layer: string, property: ColourOf, colour: string];
type ColourOf = "background-color" | "line-color" | "circle-color";

/** Returns all that has another colour in another theme. */
export function coloursOf(palette: Palette): readonly Coloured[] {
  return [
    ["ground", "background-color", palette.ground],
    ...KINDS.map((kind): Coloured => [streetsOf(kind), "line-color", palette.streets[kind]]),
    ["zones", "circle-color", palette.zone],
  ];
}

function streetsOf(kind: (typeof KINDS)[number]): string {
  return `streets-${kind}`;
}

type Width = ["interpolate", ["exponential", number], ["zoom"], number, number, number, number];

function widthOf([far, near]: readonly [number, number]): Width {
  return ["interpolate", ["exponential", 1.5], ["zoom"], 9, far, 16, near];
}
