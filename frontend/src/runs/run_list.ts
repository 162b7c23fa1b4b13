/** The runs of the server: the newest, those that are under way, and older ones when asked for. */

import { useCallback, useMemo, useState } from "react";

import { api, told } from "../api/client.ts";
import { sayFailed } from "../ui/toasts.tsx";
import { type Asked, useAsked } from "../api/use_asked.ts";
import { isActive, type Run, type Scenario } from "./run.ts";

const PAGE = 200;
const MOST_SCENARIOS = 1000;
const SOON_MS = 1000; // while something is under way
const LATER_MS = 10_000;

interface Newest {
  readonly items: readonly Run[];
  readonly next: string | null;
}

export interface RunList {
  readonly asked: Asked<Newest>;
  /** The newest first. */
  readonly runs: readonly Run[];
  /** Are there older ones that have not been asked for? */
  readonly hasOlder: boolean;
  readonly older: () => void;
}

/** Runs, kept up to date while they are shown; of one scenario, if it is given. */
export function useRuns(scenario: string | null = null): RunList {
  const [before, setBefore] = useState<readonly Run[]>([]);
  const [end, setEnd] = useState<string | null | undefined>(undefined);
  const [isComing, setComing] = useState(false);
  const asked = useAsked(`runs ${scenario ?? ""}`, (signal) => newest(scenario, signal), {
    every: ({ items }) => (items.some(isActive) ? SOON_MS : LATER_MS),
  });
  const next = end === undefined ? (asked.value?.next ?? null) : end;
  const older = useCallback(() => {
    if (isComing || next === null) return;
    setComing(true);
    page(scenario, next).then(
      (found) => {
        setBefore((known) => [...known, ...found.items]);
        setEnd(found.next);
        setComing(false);
      },
      (error: unknown) => sayFailed("Older runs could not be loaded", error),
    );
  }, [isComing, next, scenario]);
  const runs = useMemo(() => merged(before, asked.value?.items ?? []), [before, asked.value]);
  return { asked, runs, hasOlder: next !== null, older };
}

async function newest(scenario: string | null, signal: AbortSignal): Promise<Newest> {
  const running = api.GET("/api/runs", {
    params: { query: { ...ofScenario(scenario), status: "RUNNING", limit: PAGE } },
    signal,
  });
  const [first, active] = await Promise.all([page(scenario, null, signal), told(running)]);
  return { items: merged(active.items, first.items), next: first.next };
}

async function page(
  scenario: string | null,
  before: string | null,
  signal: AbortSignal | null = null,
): Promise<Newest> {
  const query = { ...ofScenario(scenario), limit: PAGE, ...(before === null ? {} : { before }) };
  return told(api.GET("/api/runs", { params: { query }, signal }));
}

function ofScenario(scenario: string | null): { scenario_id?: string } {
  return scenario === null ? {} : { scenario_id: scenario };
}

/** Return runs of two lists, the newest first, as the second one tells them. */
function merged(some: readonly Run[], others: readonly Run[]): readonly Run[] {
  const byId = new Map([...some, ...others].map((run) => [run.id, run]));
  return [...byId.values()].sort((a, b) => (a.id < b.id ? 1 : -1));
}

/** Scenarios by their ids, as far as the newest go. */
export function useScenarios(): Asked<ReadonlyMap<string, Scenario>> {
  return useAsked("scenarios", async (signal) => {
    const query = { limit: MOST_SCENARIOS };
    const { items } = await told(api.GET("/api/scenarios", { params: { query }, signal }));
    return new Map(items.map((one) => [one.id, one]));
  });
}
