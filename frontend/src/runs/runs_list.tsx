import { useMemo } from "react";

import { Busy } from "../ui/busy.tsx";
import { Button } from "../ui/button.tsx";
import { DataTable } from "../ui/data_table.tsx";
import { Empty } from "../ui/empty.tsx";
import { counted } from "../ui/numbers.ts";
import { ProblemBox } from "../ui/problem_box.tsx";
import { Facts } from "../ui/facts.tsx";
import view from "../ui/view.module.css";
import { useAddressState } from "../url/address.ts";
import { flag, optionalText } from "../url/fields.ts";
import { Link } from "../url/link.tsx";
import { type KnownScenarios, useScenariosOf } from "../scenarios/known_scenarios.ts";
import { isActive, type Run } from "./run.ts";
import { useRuns } from "./run_list.ts";
import { columnsOf } from "./runs_columns.tsx";

const FIELDS = { all: flag(false), order: optionalText() };

/** All runs, the newest first, with what they differ in. */
export function RunsList() {
  const { asked, runs, hasOlder, older } = useRuns();
  const scenarios = useScenariosOf(useMemo(() => runs.map((run) => run.scenario_id), [runs]));
  if (asked.isFirst) return <Busy what="Loading the runs" />;
  if (asked.value === null) {
    return (
      <ProblemBox what="The runs could not be loaded" error={asked.error} again={asked.again} />
    );
  }
  if (runs.length === 0) {
    return (
      <Empty title="No runs yet" actions={<Link to="/scenarios">Choose a scenario</Link>}>
        A run simulates a scenario several times and gives its KPIs with intervals.
      </Empty>
    );
  }
  return (
    <div className={view.list}>
      <Table
        runs={runs}
        areAll={!hasOlder}
        scenarios={scenarios}
        changed={asked.again}
        onEnd={older}
      />
      {hasOlder ? <p className={view.note}>Older runs come as you scroll.</p> : null}
    </div>
  );
}

interface TableProps {
  readonly runs: readonly Run[];
  /** Are these all that there are? */
  readonly areAll: boolean;
  readonly scenarios: KnownScenarios;
  readonly changed: () => void;
  readonly onEnd: () => void;
}

function Table({ runs, areAll, scenarios, changed, onEnd }: TableProps) {
  const [{ all, order }, change] = useAddressState(FIELDS);
  const { columns, common } = useMemo(
    () => columnsOf(runs, scenarios, all, changed),
    [runs, scenarios, all, changed],
  );
  const [by, way] = order?.split(" ") ?? [];
  return (
    <>
      <header className={view.head}>
        <h1>Runs</h1>
        <p className={view.note}>
          {areAll ? "" : "The newest "}
          {counted(runs.length, "run")}, {runs.filter(isActive).length} under way
        </p>
        <div className={view.actions}>
          <Button aria-pressed={!all} look="tool" onClick={() => change({ all: !all })}>
            {all ? "Show only what differs" : "Show all columns"}
          </Button>
        </div>
      </header>
      <Facts label="The same for all" facts={common} />
      <div className={view.rest}>
        <DataTable
          label="Runs"
          columns={columns}
          rows={runs}
          keyOf={(run) => run.id}
          order={by === undefined ? null : { by, down: way === "down" }}
          onOrder={(chosen) => change({ order: `${chosen.by} ${chosen.down ? "down" : "up"}` })}
          onEnd={onEnd}
        />
      </div>
    </>
  );
}
