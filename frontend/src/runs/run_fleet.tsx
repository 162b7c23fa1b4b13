import { lazy, Suspense } from "react";

import { api, type Schemas, told } from "../api/client.ts";
import { useAsked } from "../api/use_asked.ts";
import { useLast } from "../api/use_last.ts";
import { Busy } from "../ui/busy.tsx";
import { Button } from "../ui/button.tsx";
import { csvOfTable, indexesOf } from "../ui/columns.ts";
import { ProblemBox } from "../ui/problem_box.tsx";
import { saveText } from "../ui/saving.ts";
import view from "../ui/view.module.css";
import { PlacesTable } from "./places_table.tsx";
import type { Run } from "./run.ts";
import { RunKpis } from "./run_kpis.tsx";
import { paceOf, useRunTable } from "./run_table.ts";

// With its charts, which are loaded when they are wanted.
const RunHours = lazy(() => import("./run_hours.tsx"));

const BY_CLASS = [
  ...["vehicles", "trips", "trips_cancelled", "swaps", "lost", "stranded", "towed"],
  ...["trip_km", "station_km", "station_km_share", "kwh_per_km"],
  ...["trips_per_vehicle_day", "km_per_vehicle_day"],
];

interface RunFleetProps {
  readonly run: Run;
  /** Which results the run has. */
  readonly tables: Schemas["Kpis"]["tables"];
}

/** How the vehicles fared that live in the city: all of them, each class, hour by hour. */
export function RunFleet({ run, tables }: RunFleetProps) {
  const of = `fleet of ${run.id}`;
  const asked = useAsked(
    `${of} ${run.status}`,
    (signal) => {
      const params = { path: { run_id: run.id } };
      return told(api.GET("/api/runs/{run_id}/fleet", { params, signal }));
    },
    { every: paceOf(run) },
  );
  const { value, error, again } = useLast(asked, of);
  if (value === null) {
    if (error === null) return <Busy what="Loading the fleet" />;
    return <ProblemBox what="The fleet could not be loaded" error={error} again={again} />;
  }
  return (
    <>
      <RunKpis run={run} of="fleet" kpis={value} />
      {tables.includes("vehicle-classes") ? <Classes run={run} /> : null}
      {tables.includes("fleet-hours") ? (
        <Suspense fallback={<Busy what="Opening the charts" />}>
          <RunHours run={run} of="fleet-hours" />
        </Suspense>
      ) : null}
    </>
  );
}

function Classes({ run }: { readonly run: Run }) {
  const { value, error, again } = useRunTable(run, "vehicle-classes", BY_CLASS);
  if (value === null) {
    if (error === null) return <Busy what="Loading the classes of vehicles" />;
    return <ProblemBox what="The classes could not be loaded" error={error} again={again} />;
  }
  return (
    <section className={view.parts} aria-label="By class of vehicle">
      <div className={view.head}>
        <h2>By class of vehicle</h2>
        <div className={view.actions}>
          <Button onClick={() => saveText(`classes-${run.id}.csv`, csvOfTable(value))}>CSV</Button>
        </div>
      </div>
      <PlacesTable
        label="KPIs by class"
        table={value}
        rows={indexesOf(value)}
        place={{ key: "vehicle_class", title: "Class" }}
      />
    </section>
  );
}
