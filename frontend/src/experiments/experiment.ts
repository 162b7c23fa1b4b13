/** Comparisons and sweeps: what the server tells of them, asked alike. */

import { reach, type Schemas } from "../api/client.ts";
import { type Asked, useAsked } from "../api/use_asked.ts";
import type { ApiTable } from "../ui/columns.ts";

export type Experiment = Schemas["ExperimentInfo"];
export type Kind = Experiment["kind"];
export type Run = Schemas["RunInfo"];

const FOLLOWED_MS = 700;
const LISTED_MS = 5000;
const MOST_RUNS = 1000; // of a page

export function isActive({ status }: { readonly status: Experiment["status"] }): boolean {
  return status === "PENDING" || status === "RUNNING";
}

/** Return the address of an experiment in the API. */
export function addressOf(kind: Kind, id: string): string {
  return `/api/${kind}s/${encodeURIComponent(id)}`;
}

/** An experiment, followed until it has ended. */
export function useExperiment(kind: Kind, id: string): Asked<Experiment> {
  const address = addressOf(kind, id);
  return useAsked(address, (signal) => answer<Experiment>(address, signal), {
    every: (one) => (isActive(one) ? FOLLOWED_MS : null),
  });
}

/** All experiments of a kind, the newest first. */
export function useExperiments(kind: Kind): Asked<readonly Experiment[]> {
  const address = `/api/${kind}s?limit=1000`;
  const ask = async (signal: AbortSignal) =>
    (await answer<{ items: Experiment[] }>(address, signal)).items;
  return useAsked<readonly Experiment[]>(address, ask, {
    every: (all) => (all.some(isActive) ? FOLLOWED_MS : LISTED_MS),
  });
}

/** A table that came out of an experiment; null asks for none. */
export function useTable(kind: Kind, { id, tables }: Experiment, name: string): Asked<ApiTable> {
  const address = `${addressOf(kind, id)}/tables/${name}`;
  const isThere = tables.includes(name);
  return useAsked(isThere ? address : null, (signal) => answer<ApiTable>(address, signal));
}

/** The runs of an experiment, by the numbers of their variants. */
export function useRunsOf({ id, status }: Experiment): Asked<ReadonlyMap<number, Run>> {
  return useAsked(`runs of ${id} ${status}`, (signal) => runsOf(id, signal));
}

async function runsOf(id: string, signal: AbortSignal): Promise<ReadonlyMap<number, Run>> {
  const found = new Map<number, Run>();
  let before: string | null = null;
  do {
    const older: string = before === null ? "" : `&before=${before}`;
    const address = `/api/runs?experiment_id=${id}&limit=${MOST_RUNS}${older}`;
    const page: Schemas["Page_RunInfo_"] = await answer(address, signal);
    for (const run of page.items) found.set(run.variant, run);
    before = page.next ?? null;
  } while (before !== null);
  return found;
}

export async function answer<T>(address: string, signal: AbortSignal): Promise<T> {
  const response = await reach(address, { signal });
  return (await response.json()) as T;
}

/** Delete an experiment that has ended, with all its runs and results. */
export async function deleteExperiment({ kind, id }: Experiment): Promise<void> {
  await reach(addressOf(kind, id), { method: "DELETE" });
}

export async function cancelExperiment({ kind, id }: Experiment): Promise<void> {
  await reach(`${addressOf(kind, id)}/cancel`, { method: "POST" });
}
