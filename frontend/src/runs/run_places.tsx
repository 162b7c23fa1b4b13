import { type ReactNode, useMemo } from "react";

import { api, type Schemas, told } from "../api/client.ts";
import { useAsked } from "../api/use_asked.ts";
import { Bars } from "../charts/bars.tsx";
import { RegionChoice } from "../kpis/region_choice.tsx";
import { Busy } from "../ui/busy.tsx";
import { type ApiTable, columnOf, csvOfTable, indexesOf, numbersOf } from "../ui/columns.ts";
import type { Order, TableColumn } from "../ui/data_table.tsx";
import { titleOf } from "../ui/labels.ts";
import { MeasureChoice } from "../ui/measure_choice.tsx";
import { NONE } from "../ui/numbers.ts";
import { ProblemBox } from "../ui/problem_box.tsx";
import view from "../ui/view.module.css";
import { useAddressState } from "../url/address.ts";
import { optionalText, text } from "../url/fields.ts";
import { PlacesTable } from "./places_table.tsx";
import type { Run } from "./run.ts";
import { useRunTable } from "./run_table.ts";

interface RunPlacesProps {
  readonly run: Run;
  readonly of: "regions" | "stations";
  readonly measures: readonly Schemas["Kpi"][];
}

type Station = Schemas["StationInfo"];

const FIELDS = { measure: text("lost_share"), order: optionalText(), region: optionalText() };
const IN_TABLE = [
  ...["arrivals", "swaps", "lost", "lost_share", "wait_mean_s", "wait_p95_s"],
  ...["bay_utilisation", "charger_utilisation", "grid_kwh", "peak_kw"],
];
const MOST_BARS = 20;
const PLACE = {
  regions: { key: "region", title: "Region" },
  stations: { key: "station_id", title: "Station" },
};

/** KPIs of each region or station: those that have most of a measure, and a table of all. */
export function RunPlaces({ run, of, measures }: RunPlacesProps) {
  const [{ measure }, change] = useAddressState(FIELDS);
  const known = measures.map((one) => one.name);
  const chosen = known.includes(measure) ? measure : (known[0] ?? "");
  const wanted = known.filter((name) => IN_TABLE.includes(name) || name === chosen);
  const { value: table, error, again } = useRunTable(run, of, wanted);
  if (table === null) {
    if (error === null) return <Busy what={`Loading the ${of}`} />;
    return <ProblemBox what="The table could not be loaded" error={error} again={again} />;
  }
  const choice = (
    <MeasureChoice
      label="Measure"
      value={chosen}
      names={known}
      onPick={(picked) => change({ measure: picked, order: `${picked} down` })}
    />
  );
  return <Places run={run} of={of} table={table} measure={chosen} choice={choice} />;
}

interface PlacesProps {
  readonly run: Run;
  readonly of: "regions" | "stations";
  readonly table: ApiTable;
  readonly measure: string;
  /** Of the measure. */
  readonly choice: ReactNode;
}

function Places({ run, of, table, measure, choice }: PlacesProps) {
  const [{ order, region }, change] = useAddressState(FIELDS);
  const stations = useStations(of === "stations" ? run.scenario_id : null);
  const names = columnOf(table, PLACE[of].key)?.values.map(String) ?? [];
  const regions = [...stations.values()].map((one) => one.region);
  const chosen = regions.find((one) => one === region) ?? null;
  const isIn = (row: number) => stations.get(names[row] ?? "")?.region === chosen;
  const rows = indexesOf(table).filter((row) => chosen === null || isIn(row));
  return (
    <>
      <div className={view.tools}>
        {choice}
        <RegionChoice
          regions={regions}
          value={chosen}
          onPick={(picked) => change({ region: picked })}
        />
      </div>
      <Most table={table} of={of} measure={measure} rows={rows} file={`${of}-${run.id}`} />
      <PlacesTable
        label={`KPIs by ${PLACE[of].title.toLowerCase()}`}
        table={table}
        rows={rows}
        place={PLACE[of]}
        more={of === "stations" ? columnsAbout(names, stations) : []}
        order={orderOf(order, measure)}
        onOrder={(now) => change({ order: `${now.by} ${now.down ? "down" : "up"}` })}
      />
    </>
  );
}

/** The stations of a scenario by their ids: what a table of KPIs does not say of them. */
function useStations(scenario_id: string | null): ReadonlyMap<string, Station> {
  const about = scenario_id === null ? null : `stations ${scenario_id}`;
  const { value } = useAsked(about, (signal) => {
    const params = { path: { scenario_id: scenario_id ?? "" } };
    return told(api.GET("/api/scenarios/{scenario_id}/stations", { params, signal }));
  });
  return useMemo(() => new Map((value ?? []).map((one) => [one.id, one])), [value]);
}

function columnsAbout(
  names: readonly string[],
  stations: ReadonlyMap<string, Station>,
): readonly TableColumn<number>[] {
  const said = (key: "name" | "region", title: string) => {
    const of = (row: number) => stations.get(names[row] ?? "")?.[key] ?? "";
    return { key, title, cell: (row: number) => of(row) || NONE, order: of };
  };
  return [said("name", "Name"), said("region", "Region")];
}

function orderOf(order: string | null, chosen: string): Order {
  const [by, way] = (order ?? `${chosen} down`).split(" ");
  return { by: by ?? chosen, down: way !== "up" };
}

interface MostProps {
  readonly table: ApiTable;
  readonly of: "regions" | "stations";
  readonly measure: string;
  readonly rows: readonly number[];
  readonly file: string;
}

/** Those that have most of a measure, as bars; the table of all is below. */
function Most({ table, of, measure, rows, file }: MostProps) {
  const column = columnOf(table, measure);
  const names = columnOf(table, PLACE[of].key)?.values.map(String) ?? [];
  if (column === undefined) return null;
  const values = numbersOf(column);
  const ordered = [...rows].sort((a, b) => (values[b] ?? -Infinity) - (values[a] ?? -Infinity));
  const most = ordered.slice(0, MOST_BARS);
  const bars = most.map((row) => ({
    name: names[row] ?? "",
    value: values[row],
    half: column.half_widths?.[row] ?? null,
  }));
  const isDrawn = ({ name }: { name: string }) => name === PLACE[of].key || name === measure;
  const isAll = rows.length <= MOST_BARS;
  const title = isAll ? titleOf(measure) : `${titleOf(measure)}: the ${MOST_BARS} with most`;
  return (
    <Bars
      title={title}
      unit={column.unit}
      rows={bars}
      file={file}
      csv={() => csvOfTable(table, rows)}
      table={
        <PlacesTable
          label={`Table: ${title}`}
          table={{ ...table, columns: table.columns.filter(isDrawn) }}
          rows={most}
          place={PLACE[of]}
        />
      }
    />
  );
}
