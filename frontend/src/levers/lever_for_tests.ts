/** A lever as the server tells of one, for tests. */

import type { Lever } from "./positions.ts";

export function lever(some: Partial<Lever> = {}): Lever {
  return {
    id: "chargers",
    label: "Chargers",
    meaning: "Chargers more at each station, or fewer.",
    unit: "chargers",
    kind: "add",
    path: "stations[*].chargers",
    operation: "+=",
    low: -1,
    high: 10,
    step: 1,
    neutral: 0,
    choices: null,
    places: 500,
    now: { least: 1, most: 7, sum: 1437, counts: null, unlimited: 0 },
    ...some,
  };
}

export const DEMAND = lever({
  id: "demand",
  label: "Demand",
  unit: "1",
  kind: "factor",
  path: "demand.multiplier",
  operation: "*=",
  low: 0.25,
  high: 2,
  step: 0.05,
  neutral: 1,
  places: 1,
  now: { least: 1, most: 1, sum: null, counts: null, unlimited: 0 },
});

export const POLICY = lever({
  id: "policy",
  label: "Without a ready battery",
  unit: "",
  kind: "choice",
  path: "stations[*].policy",
  operation: "=",
  low: null,
  high: null,
  step: null,
  neutral: null,
  choices: ["lose", "wait", "divert"],
  now: { least: null, most: null, sum: null, counts: { wait: 301, divert: 199 }, unlimited: 0 },
});

export const PLACES = lever({
  id: "queue_places",
  label: "Places in the queue",
  unit: "vehicles",
  kind: "set",
  path: "stations[s012].queue_places",
  operation: "=",
  low: 0,
  high: 30,
  neutral: 4,
  places: 1,
  now: { least: 4, most: 4, sum: 4, counts: null, unlimited: 0 },
});
