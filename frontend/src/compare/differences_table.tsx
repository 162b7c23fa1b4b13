import { useMemo } from "react";

import { DataTable, type TableColumn } from "../ui/data_table.tsx";
import { titleOf } from "../ui/labels.ts";
import { Measured } from "../ui/measured.tsx";
import { count, NONE, Shown } from "../ui/numbers.ts";
import view from "../ui/view.module.css";
import { verdictOf, VERDICTS } from "../levers/verdict.ts";
import { type Difference, halfWidthOf } from "./differences.ts";
import { changeText } from "./forest_rows.ts";

const NO_PAIR = "defined in no pair";

interface DifferencesTableProps {
  readonly label: string;
  readonly differences: readonly Difference[];
  /** What a place is: "Region", "Station"; null for the network. */
  readonly place?: { readonly title: string; readonly nameOf: (place: string) => string } | null;
}

/** Differences in rows: without, with, by how much, how sure. */
export function DifferencesTable({ label, differences, place = null }: DifferencesTableProps) {
  const columns = useMemo(() => columnsOf(place), [place]);
  return (
    <div className={view.table} style={{ maxHeight: 44 + 36 * (differences.length + 1) }}>
      <DataTable
        label={label}
        columns={columns}
        rows={differences}
        keyOf={(one) => `${one.variant} ${one.place} ${one.measure}`}
      />
    </div>
  );
}

function columnsOf(place: DifferencesTableProps["place"]): readonly TableColumn<Difference>[] {
  const first: TableColumn<Difference>[] =
    (place ?? null) === null
      ? []
      : [{ key: "place", title: place?.title ?? "", cell: (one) => place?.nameOf(one.place) }];
  return [
    ...first,
    { key: "measure", title: "KPI", cell: (one) => titleOf(one.measure) },
    measured("base", "Base", (one) => valueText(one, one.base)),
    measured("value", "Variant", (one) => valueText(one, one.value)),
    measured("difference", "Difference, 95 % interval", changeText),
    measured("relative", "Of the base", (one) => shareText(one.relative)),
    {
      key: "verdict",
      title: "Change",
      cell: (one) => VERDICTS[verdictOf(one.measure, one.low, one.high)],
    },
    {
      key: "crn",
      title: "CRN",
      meaning: "How many times as many runs it would take without common random numbers",
      isNumber: true,
      cell: (one) => timesText(one.varianceReduction),
    },
    { key: "n", title: "Pairs", isNumber: true, cell: (one) => count(one.replications) },
  ];
}

/** Return the column of one of the numbers of a difference. */
function measured(
  of: "base" | "value" | "difference" | "relative",
  title: string,
  text: (one: Difference) => string,
): TableColumn<Difference> {
  return {
    key: of,
    title,
    isNumber: true,
    cell: (one) => (
      <Measured measure={one.measure} of={of} value={one[of]} text={text(one)} missing={NO_PAIR} />
    ),
  };
}

function valueText(one: Difference, value: number | null): string {
  return Shown.of(one.unit, [one.base, one.value], { halfWidth: halfWidthOf(one) }).text(value);
}

function shareText(value: number | null): string {
  return Shown.of("1", [value]).text(value, { signed: true });
}

function timesText(value: number | null): string {
  return value === null ? NONE : `${Number(value.toPrecision(2)).toLocaleString("en-US")} ×`;
}
