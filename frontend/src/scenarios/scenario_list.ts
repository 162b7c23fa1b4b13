/** The scenarios of the server, a page at a time, or the children of one. */

import { useCallback, useState } from "react";

import { api, type Schemas, told } from "../api/client.ts";
import { type Asked, useAsked } from "../api/use_asked.ts";
import { sayFailed } from "../ui/toasts.tsx";

type Scenario = Schemas["ScenarioInfo"];

interface ListPage {
  readonly items: readonly Scenario[];
  readonly next: string | null;
}

export interface ScenarioList {
  readonly asked: Asked<ListPage>;
  /** The newest first. */
  readonly scenarios: readonly Scenario[];
  /** Have older ones loaded, if there are any. */
  readonly older: () => void;
}

const PAGE = 500;
const LATER_MS = 15_000;

export function useScenarios(parent: string | null = null): ScenarioList {
  const [former, setFormer] = useState<readonly Scenario[]>([]);
  const [end, setEnd] = useState<string | null | undefined>(undefined);
  const asked = useAsked(`scenarios ${parent ?? ""}`, (signal) => page(parent, null, signal), {
    every: LATER_MS,
  });
  const next = end === undefined ? (asked.value?.next ?? null) : end;
  const older = useCallback(() => {
    if (next === null) return;
    setEnd(null); // until it has come
    page(parent, next).then(
      (found) => {
        setFormer((known) => [...known, ...found.items]);
        setEnd(found.next);
      },
      (error: unknown) => sayFailed("Older scenarios could not be loaded", error),
    );
  }, [parent, next]);
  const newest = asked.value?.items ?? [];
  const known = new Set(newest.map((one) => one.id));
  return { asked, scenarios: [...newest, ...former.filter((one) => !known.has(one.id))], older };
}

async function page(
  parent: string | null,
  before: string | null,
  signal: AbortSignal | null = null,
): Promise<ListPage> {
  const query = {
    limit: PAGE,
    ...(parent === null ? {} : { parent }),
    ...(before === null ? {} : { before }),
  };
  return told(api.GET("/api/scenarios", { params: { query }, signal }));
}
