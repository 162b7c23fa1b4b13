import type { Schemas } from "../api/client.ts";
import { Button } from "../ui/button.tsx";
import { csvOf } from "../ui/csv.ts";
import { DataTable, type TableColumn } from "../ui/data_table.tsx";
import { titleOf } from "../ui/labels.ts";
import { Measured, Missing } from "../ui/measured.tsx";
import { counted, Shown } from "../ui/numbers.ts";
import { saveText } from "../ui/saving.ts";
import view from "../ui/view.module.css";
import type { Run } from "./run.ts";

type Kpis = Schemas["Kpis"];
type Kpi = Schemas["Kpi"];

interface RunKpisProps {
  readonly run: Run;
  /** Whom they are of. */
  readonly of?: "network" | "fleet";
  readonly kpis: Kpis;
}

const LABELS = { network: "KPIs", fleet: "KPIs of the fleet" };

/** All KPIs of the network, or of its fleet, each with its interval and what it means. */
export function RunKpis({ run, of = "network", kpis }: RunKpisProps) {
  const columns = kpis.replications.length > 1 ? COLUMNS : COLUMNS.filter(isOfOne);
  const save = () => {
    const names = ["measure", "unit", "n", "mean", "low", "high", "half_width"];
    const rows = kpis.measures.map((one) => [
      ...[one.name, one.unit, one.n, one.mean, one.low, one.high, one.half_width],
      ...one.values,
    ]);
    const each = kpis.replications.map((number) => `replication_${number}`);
    saveText(`kpis-${of}-${run.id}.csv`, csvOf([...names, ...each], rows));
  };
  return (
    <>
      <div className={view.head}>
        <p className={view.note}>
          {kpis.replications.length > 1
            ? `Means over ${counted(kpis.replications.length, "replication")}, with 95 % intervals.`
            : "Of one replication, and so without intervals: chance may make much of it."}{" "}
          An en dash is what is not defined, such as the wait where nobody was served.
        </p>
        <div className={view.actions}>
          <Button onClick={save}>CSV</Button>
        </div>
      </div>
      <div className={view.table}>
        <DataTable
          label={LABELS[of]}
          columns={columns}
          rows={kpis.measures}
          keyOf={(kpi) => kpi.name}
        />
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
    cell: (kpi) => (
      <Measured
        measure={kpi.name}
        of="mean"
        value={kpi.mean}
        text={shownOf(kpi).text(kpi.mean)}
        missing="undefined in all replications"
      />
    ),
  },
  {
    key: "interval",
    title: "95 % interval",
    isNumber: true,
    cell: (kpi) =>
      kpi.low === null ? (
        <Missing why="defined in less than two replications" />
      ) : (
        shownOf(kpi).interval(kpi.low, kpi.high)
      ),
  },
  { key: "meaning", title: "What it is", cell: (kpi) => kpi.meaning },
];

function isOfOne({ key }: TableColumn<Kpi>): boolean {
  return key !== "interval";
}
