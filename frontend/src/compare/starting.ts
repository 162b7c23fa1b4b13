/** Comparisons of two scenarios that are there already. */

import { api, type Schemas, told } from "../api/client.ts";

interface Asked {
  /** Of the variant. */
  readonly name: string;
  readonly replications: number;
  /** Where runs end, "1d"; empty for the end of the scenario. */
  readonly until: string;
}

/** Have one scenario held against another one: what differs is asked of the server. */
export async function startBetween(
  base: string,
  variant: string,
  { name, replications, until }: Asked,
): Promise<Schemas["ExperimentInfo"]> {
  const params = { path: { scenario_id: base }, query: { to: variant } };
  const { changes } = await told(api.GET("/api/scenarios/{scenario_id}/changes", { params }));
  const body = {
    scenario_id: base,
    variants: { [name]: changes },
    replications,
    seed: 1,
    ...(until === "" ? {} : { until }),
    keep: ["by_region", "by_hour", "by_station"] as ("by_region" | "by_hour" | "by_station")[],
  };
  return told(api.POST("/api/comparisons", { body }));
}
