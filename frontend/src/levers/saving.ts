/** Making lasting things of what the levers say: a scenario, a comparison, a twin. */

import { api, reach, type Schemas, told } from "../api/client.ts";
import type { Subject } from "./subject.ts";

const YAML = { "Content-Type": "application/yaml" };
const KEPT = ["by_region", "by_hour", "by_station"] as const;

interface Asked {
  readonly changes: readonly string[];
  readonly replications: number;
  readonly until: string | null;
  readonly seed: number;
}

/** Store the scenario that the changes make of a subject. */
export async function saveChild(
  subject: Subject,
  name: string,
  changes: readonly string[],
): Promise<Schemas["ScenarioInfo"]> {
  const scenario_id = await storedScenario(subject);
  const params = { path: { scenario_id } };
  const body = { name, changes: [...changes] };
  return told(api.POST("/api/scenarios/{scenario_id}/children", { params, body }));
}

/** Start a comparison of a subject with what the changes make of it. */
export async function startComparison(
  subject: Subject,
  name: string,
  { changes, until, ...rest }: Asked,
): Promise<Schemas["ExperimentInfo"]> {
  const scenario_id = await storedScenario(subject);
  const body = {
    scenario_id,
    variants: { [name]: [...changes] },
    ...rest,
    ...(until === null ? {} : { until }),
    keep: [...KEPT],
  };
  return told(api.POST("/api/comparisons", { body }));
}

/** Make a twin of what the changes make of another one; it stands where that one stands. */
export async function makeTwin(
  twin_id: string,
  name: string,
  changes: readonly string[],
): Promise<Schemas["TwinInfo"]> {
  const params = { path: { twin_id } };
  const of = await told(api.GET("/api/twins/{twin_id}", { params }));
  const child = await saveChild({ kind: "twin", id: twin_id }, name, changes);
  const from = { scenario: child.id, replication: 0 };
  const twin = await told(api.POST("/api/twins", { body: { from, name, seed: of.seed } }));
  const seek = { do: "seek" as const, at: of.now_s };
  const path = { twin_id: twin.id };
  await told(api.POST("/api/twins/{twin_id}/commands", { params: { path }, body: seek }));
  return twin;
}

/** Return the id of a stored scenario that is the subject; that of a twin, with all that has been
 * made of it, is stored for this. */
export async function storedScenario(subject: Subject): Promise<string> {
  if (subject.kind === "scenario") return subject.id;
  const file = await reach(`/api/twins/${subject.id}/scenario`);
  const stored = await reach("/api/scenarios", {
    method: "POST",
    headers: YAML,
    body: await file.text(),
  });
  return ((await stored.json()) as Schemas["ScenarioInfo"]).id;
}

/** Return a name that says what is different: `chargers+=2, demand*=1.2`. */
export function nameOfChanges(changes: readonly string[]): string {
  return changes
    .map((one) => one.replace(/^stations\[\*\]\./, ""))
    .join(", ")
    .slice(0, 200);
}
