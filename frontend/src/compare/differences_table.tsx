import { type ReactNode, useMemo } from "react";

import { DataTable, type TableColumn } from "../ui/data_table.tsx";
import { titleOf } from "../ui/labels.ts";
import { Measured } from "../ui/measured.tsx";
import { NONE, Shown } from "../ui/numbers.ts";
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
  const number = (key: string, title: string, cell: (one: Difference) => ReactNode) => ({
    key,
    title,
    isNumber: true,
    cell,
  });
  const measured = (
    of: "base" | "value" | "difference" | "relative",
    text: (one: Difference) => string,
  ) => {
    return (one: Difference) => (
      <Measured measure={one.measure} of={of} value={one[of]} text={text(one)} missing={NO_PAIR} />
    );
  };
  return [
    ...first,
    { key: "measure", title: "KPI", cell: (one) => titleOf(one.measure) },
    number("base", "Base", measured("base", (one) => valueText(one, one.base))),
    number("value", "Variant", measured("value", (one) => valueText(one, one.value))),
    number("difference", "Difference, 95 % interval", measured("difference", changeText)),
    number("relative", "Of the base", measured("relative", (one) => shareText(one.relative))),
    {
      key: "verdict",
      title: "Change",
      cell: (one) => VERDICTS[verdictOf(one.measure, one.low, one.high)],
    },
    {
      ...number("crn", "CRN", (one) => timesText(one.varianceReduction)),
      meaning: "How many times as many runs it would take without common random numbers",
    },
    number("n", "Pairs", (one) => String(one.replications)),
  ];
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
