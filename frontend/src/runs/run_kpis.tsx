import type { Schemas } from "../api/client.ts";
import { Button } from "../ui/button.tsx";
import { csvOf } from "../ui/csv.ts";
import { DataTable, type TableColumn } from "../ui/data_table.tsx";
import { titleOf } from "../ui/labels.ts";
import { counted, NONE, Shown } from "../ui/numbers.ts";
import { saveText } from "../ui/saving.ts";
import view from "../ui/view.module.css";
import type { Run } from "./run.ts";

type Kpis = Schemas["Kpis"];
type Kpi = Schemas["Kpi"];

interface RunKpisProps {
  readonly run: Run;
  readonly kpis: Kpis;
}

/** All KPIs of the network, each with its interval and what it means. */
export function RunKpis({ run, kpis }: RunKpisProps) {
  const save = () => {
    const names = ["measure", "unit", "n", "mean", "low", "high", "half_width"];
    const rows = kpis.measures.map((one) => [
      ...[one.name, one.unit, one.n, one.mean, one.low, one.high, one.half_width],
      ...one.values,
    ]);
    const each = kpis.replications.map((number) => `replication_${number}`);
    saveText(`kpis-${run.id}.csv`, csvOf([...names, ...each], rows));
  };
  return (
    <>
      <div className={view.head}>
        <p className={view.note}>
          Means over {counted(kpis.replications.length, "replication")}, with 95 % intervals. An en
          dash is what cannot be told.
        </p>
        <div className={view.actions}>
          <Button onClick={save}>CSV</Button>
        </div>
      </div>
      <div className={view.table}>
        <DataTable label="KPIs" columns={COLUMNS} rows={kpis.measures} keyOf={(kpi) => kpi.name} />
      </div>
    </>
  );
}

function shownOf(kpi: Kpi): Shown {
  return Shown.of(kpi.unit, [kpi.mean], { halfWidth: kpi.half_width });
}

const COLUMNS: readonly TableColumn<Kpi>[] = [
  { key: "name", title: "KPI", cell: (kpi) => titleOf(kpi.name) },
  {
    key: "mean",
    title: "Mean",
    isNumber: true,
    cell: (kpi) => shownOf(kpi).text(kpi.mean),
  },
  {
    key: "interval",
    title: "95 % interval",
    isNumber: true,
    cell: (kpi) => (kpi.low === null ? NONE : shownOf(kpi).interval(kpi.low, kpi.high)),
  },
  { key: "meaning", title: "What it is", cell: (kpi) => kpi.meaning },
];
