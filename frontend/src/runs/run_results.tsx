import { lazy, type ReactNode, Suspense } from "react";

import { api, type Schemas, told } from "../api/client.ts";
import { ProblemError } from "../api/problem.ts";
import { useAsked } from "../api/use_asked.ts";
import { useLast } from "../api/use_last.ts";
import { Busy } from "../ui/busy.tsx";
import { Empty } from "../ui/empty.tsx";
import { ProblemBox } from "../ui/problem_box.tsx";
import { type Tab, Tabs } from "../ui/tabs.tsx";
import { useAddressState } from "../url/address.ts";
import { choice } from "../url/fields.ts";
import { isActive, type Run } from "./run.ts";
import { RunExplain } from "./run_explain.tsx";
import { RunFleet } from "./run_fleet.tsx";
import { RunKpis } from "./run_kpis.tsx";
import { RunPlaces } from "./run_places.tsx";
import { paceOf } from "./run_table.ts";
import { RunTiles } from "./run_tiles.tsx";

// With its charts, which are loaded when they are wanted.
const RunHours = lazy(() => import("./run_hours.tsx"));

type Kpis = Schemas["Kpis"];

const TABS = ["kpis", "regions", "stations", "hours", "fleet", "why"] as const;
const FIELDS = { tab: choice(TABS, "kpis") };

/** What came of a run: KPIs with intervals, by region, station and hour, its fleet, and why. */
export function RunResults({ run }: { readonly run: Run }) {
  const [{ tab }, change] = useAddressState(FIELDS);
  const hasSome = run.status === "COMPLETED" || (run.progress?.done ?? 0) > 0;
  const of = `kpis ${run.id}`;
  const asked = useAsked(
    hasSome ? `${of} ${run.status}` : null,
    (signal) => askKpis(run.id, signal),
    {
      every: paceOf(run),
    },
  );
  const { value, error, again } = useLast(asked, of);
  if (!hasSome) return <Nothing run={run} />;
  if (value === null) {
    if (error === null) return <Busy what="Loading the KPIs" />;
    return <ProblemBox what="The KPIs could not be loaded" error={error} again={again} />;
  }
  const { kpis } = value;
  if (kpis === null || kpis.replications.length === 0) return <Nothing run={run} />;
  const tabs = tabsOf(run, kpis);
  return (
    <>
      <RunTiles measures={kpis.measures} />
      <Tabs
        label="Results"
        tabs={tabs}
        value={tabs.some(({ value }) => value === tab) ? tab : "kpis"}
        onChoose={(chosen) => change({ tab: chosen })}
      />
    </>
  );
}

/** Ask for KPIs; a run that goes on may have none yet. */
async function askKpis(id: string, signal: AbortSignal): Promise<{ kpis: Kpis | null }> {
  const params = { path: { run_id: id } };
  const kpis = await told(api.GET("/api/runs/{run_id}/kpis", { params, signal })).catch(
    (error: unknown) => {
      if (error instanceof ProblemError && error.is("conflict")) return null;
      throw error;
    },
  );
  return { kpis };
}

function tabsOf(run: Run, kpis: Kpis): Tab<(typeof TABS)[number]>[] {
  const { measures, tables } = kpis;
  const kept = (of: (typeof tables)[number], content: ReactNode) =>
    tables.includes(of) ? content : <NotKept />;
  const places = (of: "regions" | "stations") =>
    kept(of, <RunPlaces run={run} of={of} measures={measures} />);
  const fleet = <RunFleet run={run} tables={tables} />;
  return [
    { value: "kpis", label: "KPIs", content: <RunKpis run={run} kpis={kpis} /> },
    { value: "regions", label: "Regions", content: places("regions") },
    { value: "stations", label: "Stations", content: places("stations") },
    { value: "hours", label: "Hours", content: kept("hours", <Hours run={run} />) },
    ...(tables.includes("fleet")
      ? [{ value: "fleet" as const, label: "Fleet", content: fleet }]
      : []),
    { value: "why", label: "Why", content: <RunExplain run={run} /> },
  ];
}

function Hours({ run }: { readonly run: Run }) {
  return (
    <Suspense fallback={<Busy what="Opening the charts" />}>
      <RunHours run={run} />
    </Suspense>
  );
}

function NotKept() {
  return (
    <Empty title="Not kept">
      This run is a variant of an experiment that was not asked to keep this table. Run its scenario
      by itself to see it.
    </Empty>
  );
}

function Nothing({ run }: { readonly run: Run }) {
  if (isActive(run)) {
    return <Empty title="Nothing is known yet">KPIs come with the first replications.</Empty>;
  }
  return <Empty title="There are no results">The run has ended before it had any.</Empty>;
}
