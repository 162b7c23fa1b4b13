/** The runs of the server: the newest, those that are under way, and older ones when asked for. */

import { api, told } from "../api/client.ts";
import { ProblemError } from "../api/problem.ts";
import type { Asked } from "../api/use_asked.ts";
import { firstOf, type List, type ListPage, useList } from "../api/use_list.ts";
import { isActive, type Run } from "./run.ts";

const STEP = 200;
const MOST = 1000; // of a page
const SOON_MS = 1000; // while something is under way, for each step of the list
const LATER_MS = 10_000;

interface Runs extends List<Run> {
  /** Older ones that were under way when they were first seen. */
  readonly apart: readonly Run[];
}

export interface RunList {
  readonly asked: Asked<Runs>;
  /** The newest first. */
  readonly runs: readonly Run[];
  /** Are there older ones that have not been asked for? */
  readonly hasOlder: boolean;
  readonly older: () => void;
}

const NONE: readonly Run[] = [];

/** Runs, kept up to date while they are shown; of one scenario, if it is given. */
export function useRuns(scenario: string | null = null): RunList {
  const { asked, older } = useList<Run, Runs>(
    `runs ${scenario ?? ""}`,
    (wanted, former, signal) => askRuns(scenario, wanted, former?.apart ?? NONE, signal),
    { step: STEP, every: paceOf },
  );
  const { value } = asked;
  const runs = value === null ? NONE : withApart(value);
  return { asked, runs, hasOlder: value?.hasOlder ?? false, older };
}

function paceOf({ items, apart }: Runs): number {
  const isAny = items.some(isActive) || apart.some(isActive);
  return isAny ? SOON_MS * Math.max(1, Math.ceil(items.length / STEP)) : LATER_MS;
}

const together = new WeakMap<Runs, readonly Run[]>();

/** Return all runs of a list; the same array each time. */
function withApart(list: Runs): readonly Run[] {
  const known = together.get(list);
  if (known !== undefined) return known;
  const made = list.apart.length === 0 ? list.items : [...list.items, ...list.apart];
  together.set(list, made);
  return made;
}

async function askRuns(
  scenario: string | null,
  wanted: number,
  wereApart: readonly Run[],
  signal: AbortSignal,
): Promise<Runs> {
  const of = scenario === null ? {} : { scenario_id: scenario };
  const page = (limit: number, before: string | null): Promise<ListPage<Run, string>> => {
    const query = { ...of, limit, ...(before === null ? {} : { before }) };
    return told(api.GET("/api/runs", { params: { query }, signal }));
  };
  const underWay = told(
    api.GET("/api/runs", {
      params: { query: { ...of, status: "RUNNING", limit: STEP } },
      signal,
    }),
  );
  const [list, running] = await Promise.all([firstOf(wanted, MOST, page), underWay]);
  const again = (id: string) => askAgain(id, signal);
  return { ...list, apart: await apartFrom(list.items, running.items, wereApart, again) };
}

/** Return the runs that are not in a list but were seen under way: as they are now.
 *
 * @param running those that are under way, as far as they are known.
 * @param were apart before.
 * @param again asks for one by its id; null where it has gone.
 */
export async function apartFrom(
  listed: readonly Run[],
  running: readonly Run[],
  were: readonly Run[],
  again: (id: string) => Promise<Run | null>,
): Promise<readonly Run[]> {
  const known = new Set([...listed, ...running].map(({ id }) => id));
  const former = were.filter(({ id }) => !known.has(id));
  const asked = await Promise.all(
    former.map(async (run) => (isActive(run) ? await again(run.id) : run)),
  );
  const inList = new Set(listed.map(({ id }) => id));
  const now = [
    ...running.filter(({ id }) => !inList.has(id)),
    ...asked.filter((one) => one !== null),
  ];
  return now.sort((a, b) => (a.id < b.id ? 1 : -1));
}

async function askAgain(run_id: string, signal: AbortSignal): Promise<Run | null> {
  try {
    return await told(api.GET("/api/runs/{run_id}", { params: { path: { run_id } }, signal }));
  } catch (error) {
    if (error instanceof ProblemError && error.is("not-found")) return null;
    throw error;
  }
}
