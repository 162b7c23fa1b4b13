/** The scenarios of the server, a page at a time, or the children of one. */

import { api, type Schemas, told } from "../api/client.ts";
import type { Asked } from "../api/use_asked.ts";
import { firstOf, type List, type ListPage, useList } from "../api/use_list.ts";

type Scenario = Schemas["ScenarioInfo"];

export interface ScenarioList {
  readonly asked: Asked<List<Scenario>>;
  /** The newest first. */
  readonly scenarios: readonly Scenario[];
  readonly hasOlder: boolean;
  /** Have older ones loaded, if there are any. */
  readonly older: () => void;
}

const STEP = 500;
const MOST = 1000; // of a page
const LATER_MS = 15_000;
const NONE: readonly Scenario[] = [];

export function useScenarios(parent: string | null = null): ScenarioList {
  const { asked, older } = useList<Scenario, List<Scenario>>(
    `scenarios ${parent ?? ""}`,
    (wanted, _former, signal) =>
      firstOf<Scenario, string>(wanted, MOST, (limit, before) =>
        pageOf(parent, limit, before, signal),
      ),
    { step: STEP, every: LATER_MS },
  );
  const { value } = asked;
  return { asked, scenarios: value?.items ?? NONE, hasOlder: value?.hasOlder ?? false, older };
}

/** Return all scenarios of the server, the newest first. */
export async function allScenarios(signal: AbortSignal): Promise<readonly Scenario[]> {
  const page = (limit: number, before: string | null) => pageOf(null, limit, before, signal);
  return (await firstOf<Scenario, string>(Infinity, MOST, page)).items;
}

async function pageOf(
  parent: string | null,
  limit: number,
  before: string | null,
  signal: AbortSignal,
): Promise<ListPage<Scenario, string>> {
  const query = {
    limit,
    ...(parent === null ? {} : { parent }),
    ...(before === null ? {} : { before }),
  };
  return told(api.GET("/api/scenarios", { params: { query }, signal }));
}
