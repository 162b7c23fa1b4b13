import { api, told } from "../api/client.ts";
import { useAsked } from "../api/use_asked.ts";
import { simulated } from "../runs/run.ts";
import { count, counted, duration } from "../ui/numbers.ts";
import css from "./new_sweep.module.css";
import { type Plan, variantsOf } from "./plan.ts";

const UNITS: Readonly<Record<string, number>> = { s: 1, min: 60, h: 3600, d: 86400, w: 604800 };

/** How much a plan asks for, and how long that may take by the last run of its scenario. */
export function Estimate({ plan }: { readonly plan: Plan }) {
  const variants = variantsOf(plan);
  const runs = variants * plan.replications;
  const last = useAsked(`last run of ${plan.scenario}`, (signal) => lastOf(plan.scenario, signal));
  const each = last.value === null ? null : last.value.ms / 1000;
  const part = partOf(plan.until, last.value?.simulated ?? null);
  return (
    <p className={css.note} role="status">
      {counted(variants, "variant")} × {counted(plan.replications, "replication")} ={" "}
      <b>{count(runs)} runs</b>
      {each === null
        ? "; how long they take is known when the first are done."
        : `; about ${duration(each * part * runs)} of one processor, by the last run of this scenario.`}
    </p>
  );
}

interface Last {
  /** Of a replication. */
  readonly ms: number;
  readonly simulated: number;
}

async function lastOf(scenario_id: string, signal: AbortSignal): Promise<Last | null> {
  const query = { scenario_id, status: "COMPLETED" as const, limit: 1 };
  const { items } = await told(api.GET("/api/runs", { params: { query }, signal }));
  const [run] = items;
  if (run === undefined || run.compute_time_ms === null) return null;
  return { ms: run.compute_time_ms / run.replications, simulated: simulated(run) };
}

/** Return how much of a run's time is simulated until then; all of it where that cannot be told. */
function partOf(until: string, whole: number | null): number {
  const found = /^\s*([\d.]+)\s*(s|min|h|d|w)\s*$/.exec(until);
  const unit = UNITS[found?.[2] ?? ""];
  if (found === null || unit === undefined || whole === null) return 1;
  return (Number(found[1]) * unit) / whole;
}
