import { useRuns } from "../runs/run_list.ts";
import { type Run, simulated } from "../runs/run.ts";
import { Status } from "../runs/status.tsx";
import { Busy } from "../ui/busy.tsx";
import { wallTime, YOUR_TIME } from "../ui/city_time.ts";
import { DataTable, type TableColumn } from "../ui/data_table.tsx";
import { Empty } from "../ui/empty.tsx";
import { count, duration } from "../ui/numbers.ts";
import { ProblemBox } from "../ui/problem_box.tsx";
import view from "../ui/view.module.css";
import { Link } from "../url/link.tsx";
import { pathOf } from "../url/routes.ts";

/** The runs of a scenario, the newest first. */
export function RunsOf({ id }: { readonly id: string }) {
  const { asked, runs, older } = useRuns(id);
  if (asked.value === null && asked.error !== null) {
    const what = "The runs could not be loaded";
    return <ProblemBox what={what} error={asked.error} again={asked.again} />;
  }
  if (asked.value === null) return <Busy what="Loading the runs" />;
  if (runs.length === 0) return <Empty title="No runs yet">“Run it” starts one.</Empty>;
  return (
    <div className={view.table}>
      <DataTable
        label="Runs of this scenario"
        columns={COLUMNS}
        rows={runs}
        keyOf={(run) => run.id}
        onEnd={older}
      />
    </div>
  );
}

const COLUMNS: readonly TableColumn<Run>[] = [
  {
    key: "asked",
    title: "Asked for",
    unit: YOUR_TIME,
    cell: (run) => <Link to={pathOf("runs", run.id)}>{wallTime(run.created_at)}</Link>,
  },
  { key: "status", title: "Status", cell: (run) => <Status run={run} /> },
  { key: "seed", title: "Seed", isNumber: true, cell: (run) => String(run.seed) },
  {
    key: "replications",
    title: "Replications",
    isNumber: true,
    cell: (run) => count(run.replications),
  },
  { key: "until", title: "Simulated", isNumber: true, cell: (run) => duration(simulated(run)) },
];
