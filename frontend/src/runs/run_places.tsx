import type { Schemas } from "../api/client.ts";
import { Bars } from "../charts/bars.tsx";
import { Busy } from "../ui/busy.tsx";
import { Button } from "../ui/button.tsx";
import { type ApiTable, columnOf, isNumeric, numbersOf, writtenOf } from "../ui/columns.ts";
import { csvOf } from "../ui/csv.ts";
import { DataTable, type TableColumn } from "../ui/data_table.tsx";
import { Select } from "../ui/field.tsx";
import { titleOf } from "../ui/labels.ts";
import { ProblemBox } from "../ui/problem_box.tsx";
import { saveText } from "../ui/saving.ts";
import view from "../ui/view.module.css";
import { useAddressState } from "../url/address.ts";
import { optionalText, text } from "../url/fields.ts";
import type { Run } from "./run.ts";
import { useRunTable } from "./run_table.ts";

interface RunPlacesProps {
  readonly run: Run;
  readonly of: "regions" | "stations";
  readonly measures: readonly Schemas["Kpi"][];
}

const FIELDS = { measure: text("lost_share"), order: optionalText() };
const IN_TABLE = [
  ...["arrivals", "swaps", "lost", "lost_share", "wait_mean_s", "wait_p95_s"],
  ...["bay_utilisation", "charger_utilisation", "grid_kwh", "peak_kw"],
];
const MOST_BARS = 20;
const ONE = { regions: "Region", stations: "Station" };
const KEY = { regions: "region", stations: "station_id" };

/** KPIs of each region or station: those that have most of a measure, and a table of all. */
export function RunPlaces({ run, of, measures }: RunPlacesProps) {
  const [{ measure, order }, change] = useAddressState(FIELDS);
  const known = measures.map((one) => one.name);
  const chosen = known.includes(measure) ? measure : (known[0] ?? "");
  const wanted = known.filter((name) => IN_TABLE.includes(name) || name === chosen);
  const asked = useRunTable(run, of, wanted);
  const table = asked.value;
  if (asked.error !== null) {
    return (
      <ProblemBox what="The table could not be loaded" error={asked.error} again={asked.again} />
    );
  }
  if (table === null) return <Busy what={`Loading the ${of}`} />;
  const [by, way] = (order ?? `${chosen} down`).split(" ");
  return (
    <>
      <div className={view.tools}>
        <Select
          label="Measure"
          value={chosen}
          choices={measures.map((one) => ({ value: one.name, label: titleOf(one.name) }))}
          onPick={(picked) => change({ measure: picked, order: `${picked} down` })}
        />
        <Button onClick={() => saveText(`${of}-${run.id}.csv`, csvOfTable(table))}>CSV</Button>
      </div>
      <Most table={table} of={of} measure={chosen} />
      <div className={view.table}>
        <DataTable
          label={`KPIs by ${ONE[of].toLowerCase()}`}
          columns={columnsOf(table, of)}
          rows={Array.from({ length: table.rows }, (_, row) => row)}
          keyOf={(row) => String(columnOf(table, KEY[of])?.values[row])}
          order={{ by: by ?? chosen, down: way !== "up" }}
          onOrder={(now) => change({ order: `${now.by} ${now.down ? "down" : "up"}` })}
        />
      </div>
    </>
  );
}

interface MostProps {
  readonly table: ApiTable;
  readonly of: "regions" | "stations";
  readonly measure: string;
}

/** Those that have most of a measure, as bars. */
function Most({ table, of, measure }: MostProps) {
  const column = columnOf(table, measure);
  const names = columnOf(table, KEY[of])?.values.map(String) ?? [];
  if (column === undefined) return null;
  const values = numbersOf(column);
  const rows = values.map((value, row) => ({
    name: names[row] ?? "",
    value,
    half: column.half_widths?.[row] ?? null,
  }));
  rows.sort((a, b) => (b.value ?? -Infinity) - (a.value ?? -Infinity));
  const title =
    rows.length > MOST_BARS ? `${titleOf(measure)}: the ${MOST_BARS} with most` : titleOf(measure);
  return <Bars title={title} unit={column.unit} rows={rows.slice(0, MOST_BARS)} />;
}

function columnsOf(table: ApiTable, of: "regions" | "stations"): TableColumn<number>[] {
  return table.columns.map((column) => {
    const { title, unit, text: textOf } = writtenOf(column);
    const isPlace = column.name === KEY[of];
    return {
      key: column.name,
      title: isPlace ? ONE[of] : title,
      unit,
      meaning: column.meaning,
      isNumber: isNumeric(column),
      cell: textOf,
      order: (row: number) => {
        const value = column.values[row];
        return typeof value === "number" || typeof value === "string" ? value : null;
      },
    };
  });
}

/** Return a table as CSV: each column, and its half-widths if it has any. */
export function csvOfTable(table: ApiTable): string {
  const names = table.columns.flatMap(({ name, half_widths: half }) =>
    half === null || half === undefined ? [name] : [name, `${name}_half_width`],
  );
  const rows = Array.from({ length: table.rows }, (_, row) =>
    table.columns.flatMap(({ values, half_widths: half }) => {
      const value = values[row] ?? null;
      return half === null || half === undefined ? [value] : [value, half[row] ?? null];
    }),
  );
  return csvOf(names, rows);
}
