/** Tables of a run: by region, by station, by hour; of its fleet by class and hour. */

import { api, told } from "../api/client.ts";
import { type Asked, useAsked } from "../api/use_asked.ts";
import { useLast } from "../api/use_last.ts";
import type { ApiTable } from "../ui/columns.ts";
import { isActive, type Run } from "./run.ts";

const PATHS = {
  regions: "/api/runs/{run_id}/regions",
  stations: "/api/runs/{run_id}/stations",
  hours: "/api/runs/{run_id}/hours",
  "vehicle-classes": "/api/runs/{run_id}/vehicle-classes",
  "fleet-hours": "/api/runs/{run_id}/fleet-hours",
} as const;

export type Kind = keyof typeof PATHS;

/** Return a table of a run.
 *
 * @param measures that are wanted; all if none is named.
 * @param replication of this one alone; means over all if null.
 */
export function useRunTable(
  run: Run,
  kind: Kind,
  measures: readonly string[] | null = null,
  replication: number | null = null,
): Asked<ApiTable> {
  const of = JSON.stringify([run.id, kind, measures, replication]);
  const asked = useAsked(
    `${of} ${run.status}`,
    (signal) => {
      const query = {
        ...(measures === null ? {} : { measures: [...measures] }),
        ...(replication === null ? {} : { replication }),
      };
      const params = { path: { run_id: run.id }, query };
      return told(api.GET(PATHS[kind], { params, signal }));
    },
    { every: paceOf(run) },
  );
  return useLast(asked, of);
}

const PACE_MS = 2000; // each look at results costs the server some work

/** Return after which time results of a run are asked for again [ms]; null once it has ended. */
export function paceOf(run: Run): number | null {
  return isActive(run) ? PACE_MS : null;
}
