/** The ground under everything: the streets of the scenario, drawn by MapLibre in our colours. */

import type { StyleSpecification } from "maplibre-gl";

import type { Palette } from "./palette.ts";

export type CityMap = GeoJSON.FeatureCollection;

const STREETS = "streets";
const NOTHING: CityMap = { type: "FeatureCollection", features: [] };
/** Of lines far and near [px]. */
const WIDTHS = { street: [0.5, 3], main: [0.9, 6], avenue: [1.5, 10] } as const;
const KINDS = ["street", "main", "avenue"] as const;

/** Returns the style of a map that shows a city's streets; without any, the bare ground. */
export function styleOf(palette: Palette, map: CityMap | null): StyleSpecification {
  return {
    version: 8,
    sources: { city: { type: "geojson", data: map ?? NOTHING, tolerance: 0.6, buffer: 16 } },
    layers: [
      { id: "ground", type: "background", paint: { "background-color": palette.ground } },
      ...KINDS.map((kind) => ({
        id: `${STREETS}-${kind}`,
        type: "line" as const,
        source: "city",
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
        source: "city",
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

type Width = ["interpolate", ["exponential", number], ["zoom"], number, number, number, number];

function widthOf([far, near]: readonly [number, number]): Width {
  return ["interpolate", ["exponential", 1.5], ["zoom"], 9, far, 16, near];
}
