/** Stations and streets of a scenario, for a small map. */

import { api, type Schemas, told } from "../api/client.ts";
import { type Asked, useAsked } from "../api/use_asked.ts";
import type { Point, Projection } from "./projection.ts";

export type Station = Schemas["StationInfo"];

interface Ground {
  readonly stations: readonly Station[];
  /** Lines of points [degrees]. */
  readonly streets: readonly (readonly Point[])[];
}

export function useGround(scenario_id: string): Asked<Ground> {
  return useAsked(`ground of ${scenario_id}`, async (signal) => {
    const asked = { params: { path: { scenario_id } }, signal };
    const [stations, map] = await Promise.all([
      told(api.GET("/api/scenarios/{scenario_id}/stations", asked)),
      told(api.GET("/api/scenarios/{scenario_id}/map", asked)),
    ]);
    return { stations, streets: map.features.flatMap(lineOf) };
  });
}

/** Return all lines as one path of a drawing. */
export function pathOfLines(lines: Ground["streets"], { place }: Projection): string {
  const point = (one: Point) =>
    place(one)
      .map((value) => value.toFixed(1))
      .join(" ");
  return lines.map((line) => `M${line.map(point).join("L")}`).join("");
}

interface Feature {
  readonly geometry: { readonly type: string; readonly coordinates: unknown };
}

function lineOf({ geometry: { type, coordinates } }: Feature): Point[][] {
  if (type !== "LineString" || !Array.isArray(coordinates)) return [];
  const points = coordinates.filter(isPosition).map(([lon, lat]) => ({ lon, lat }));
  return points.length > 1 ? [points] : [];
}

function isPosition(one: unknown): one is [number, number] {
  return Array.isArray(one) && typeof one[0] === "number" && typeof one[1] === "number";
}
