/** Runs as the API tells them, and what is said of them. */

import type { Schemas } from "../api/client.ts";
import { pathOfComparison } from "../compare/fields.ts";
import type { Tone } from "../ui/chip.tsx";
import { clockSeconds } from "../ui/city_time.ts";
import { count, duration } from "../ui/numbers.ts";
import { pathOf } from "../url/routes.ts";

export type Run = Schemas["RunInfo"];
export type Scenario = Schemas["ScenarioInfo"];

export const TONES: Readonly<Record<Run["status"], Tone>> = {
  PENDING: "plain",
  RUNNING: "calm",
  COMPLETED: "good",
  FAILED: "bad",
  CANCELLED: "warn",
};

export const WORDS: Readonly<Record<Run["status"], string>> = {
  PENDING: "waiting",
  RUNNING: "running",
  COMPLETED: "completed",
  FAILED: "failed",
  CANCELLED: "cancelled",
};

/** Is there more to come? */
export function isActive(run: Run): boolean {
  return run.status === "PENDING" || run.status === "RUNNING";
}

/** Return how long it simulates [s]. */
export function simulated(run: Run): number {
  return clockSeconds(run.sim_end) - clockSeconds(run.sim_start);
}

/** Return how far it is, in words; null where the server cannot tell. */
export function howFar({ progress }: Run): string | null {
  if (progress === null) return null;
  if (progress.waiting_for !== null) return `waits for ${progress.waiting_for}`;
  const done = `${count(progress.done)} of ${count(progress.wanted)}`;
  return progress.left_s === null ? done : `${done}, ${duration(progress.left_s)} left`;
}

interface Whole {
  readonly kind: "comparison" | "sweep";
  /** Where it is looked at. */
  readonly path: string;
}

/** Return the comparison or sweep that a run is a variant of; null of one that stands alone. */
export function wholeOf({ experiment_id: id, experiment_kind: kind }: Run): Whole | null {
  if (kind === "comparison") return { kind, path: pathOfComparison(id) };
  return kind === "sweep" ? { kind, path: pathOf("sweeps", id) } : null;
}

/** Return the command that computes the same, for a scenario's file. */
export function commandOf(run: Run, file: string): string {
  const until = simulated(run);
  const replications = run.replications > 1 ? ` --replications ${run.replications}` : "";
  return `voltwin run ${file} --seed ${run.seed}${replications} --until ${until}s`;
}
