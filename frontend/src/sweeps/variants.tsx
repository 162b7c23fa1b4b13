import { useMemo } from "react";

import { Downloads } from "../experiments/downloads.tsx";
import type { Experiment } from "../experiments/experiment.ts";
import type { ApiTable } from "../ui/columns.ts";
import { DataTable, type TableColumn } from "../ui/data_table.tsx";
import { titleOf } from "../ui/labels.ts";
import { Measured } from "../ui/measured.tsx";
import { count, NONE, Shown } from "../ui/numbers.ts";
import view from "../ui/view.module.css";
import { useAddressState } from "../url/address.ts";
import { Link } from "../url/link.tsx";
import { pathOf } from "../url/routes.ts";
import type { Outcome } from "./cells.ts";
import { SWEEP_FIELDS } from "./fields.ts";

interface VariantsProps {
  readonly experiment: Experiment;
  readonly measure: string;
  readonly factors: readonly string[];
  readonly outcomes: readonly Outcome[];
  readonly table: ApiTable;
  readonly runOf: (variant: number) => string | null;
}

/** All variants with their levels, the measure and its interval, and the run of each. */
export function Variants({ experiment, measure, factors, outcomes, table, runOf }: VariantsProps) {
  const [{ order }, change] = useAddressState(SWEEP_FIELDS);
  const columns = useMemo(
    () => columnsOf(measure, factors, outcomes, runOf),
    [measure, factors, outcomes, runOf],
  );
  const [by, way] = order?.split("|") ?? [];
  return (
    <section className={view.parts}>
      <div className={view.head}>
        <h2>Variants</h2>
        <div className={view.actions}>
          <Downloads experiment={experiment} name="summary" table={table} />
        </div>
      </div>
      <div className={view.table}>
        <DataTable
          label="Variants"
          columns={columns}
          rows={outcomes}
          keyOf={(one) => String(one.variant)}
          order={by === undefined ? null : { by, down: way === "down" }}
          onOrder={(chosen) => change({ order: `${chosen.by}|${chosen.down ? "down" : "up"}` })}
        />
      </div>
    </section>
  );
}

function columnsOf(
  measure: string,
  factors: readonly string[],
  outcomes: readonly Outcome[],
  runOf: (variant: number) => string | null,
): readonly TableColumn<Outcome>[] {
  const name: TableColumn<Outcome> = {
    key: "variant",
    title: "Variant",
    cell: (one) => {
      const run = runOf(one.variant);
      return run === null ? one.name : <Link to={pathOf("runs", run)}>{one.name}</Link>;
    },
    order: ({ variant }) => variant,
  };
  const levels = factors.map((factor) => levelColumn(factor, outcomes));
  return [name, ...levels, ...measureColumns(measure, outcomes)];
}

function levelColumn(factor: string, outcomes: readonly Outcome[]): TableColumn<Outcome> {
  return {
    key: `level ${factor}`,
    title: factor,
    isNumber: outcomes.every(({ levels }) => typeof levels[factor] === "number"),
    cell: ({ levels }) => String(levels[factor] ?? NONE),
    order: ({ levels }) => {
      const level = levels[factor] ?? null;
      return typeof level === "boolean" ? String(level) : level;
    },
  };
}

function measureColumns(
  measure: string,
  outcomes: readonly Outcome[],
): readonly TableColumn<Outcome>[] {
  const halves = outcomes.map(({ low, high }) =>
    low === null || high === null ? 0 : (high - low) / 2,
  );
  const means = outcomes.map(({ mean }) => mean);
  const shown = Shown.of(outcomes[0]?.unit ?? "", means, { halfWidth: Math.max(0, ...halves) });
  const number = { isNumber: true };
  return [
    {
      ...number,
      key: "mean",
      title: titleOf(measure),
      unit: shown.unit,
      cell: ({ mean }) => (
        <Measured
          measure={measure}
          of="mean"
          value={mean}
          text={shown.number(mean)}
          unit={shown.unit}
          missing="undefined in all replications"
        />
      ),
      order: ({ mean }) => mean,
    },
    {
      ...number,
      key: "interval",
      title: "95 % interval",
      cell: ({ low, high }) => shown.interval(low, high),
    },
    { ...number, key: "n", title: "Replications", cell: (one) => count(one.replications) },
  ];
}
