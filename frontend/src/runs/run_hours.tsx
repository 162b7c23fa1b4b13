import { useMemo } from "react";

import { Chart } from "../charts/chart.tsx";
import type { ChartData, Series } from "../charts/chart_data.ts";
import { Busy } from "../ui/busy.tsx";
import { type ApiTable, columnOf, numbersOf } from "../ui/columns.ts";
import { clockSeconds, dateTime, weekdayTime } from "../ui/city_time.ts";
import { titleOf } from "../ui/labels.ts";
import { ProblemBox } from "../ui/problem_box.tsx";
import type { Run } from "./run.ts";
import css from "./run_hours.module.css";
import { useRunTable } from "./run_table.ts";

type Of = "hours" | "fleet-hours";

/** What is shown together, as it has one unit. */
const CHARTS: Readonly<
  Record<Of, readonly { readonly title: string; readonly measures: readonly string[] }[]>
> = {
  hours: [
    { title: "Vehicles an hour", measures: ["arrivals", "swaps", "lost"] },
    { title: "Lost share", measures: ["lost_share"] },
    { title: "Mean wait", measures: ["wait_mean_s"] },
    { title: "In use", measures: ["bay_utilisation", "charger_utilisation"] },
    { title: "Batteries", measures: ["mean_charging", "mean_queued", "mean_rack"] },
    { title: "Peak power", measures: ["peak_kw"] },
    { title: "Energy cost", measures: ["energy_cost"] },
  ],
  "fleet-hours": [
    { title: "Trips an hour", measures: ["trips", "trips_cancelled"] },
    { title: "Vehicles an hour", measures: ["swaps", "lost", "stranded", "towed"] },
    { title: "Distance an hour", measures: ["trip_km", "station_km"] },
    { title: "Energy an hour", measures: ["driven_kwh"] },
  ],
};

/** How the hours of a run went, at its stations or for its fleet. */
export default function RunHours({ run, of = "hours" }: { readonly run: Run; readonly of?: Of }) {
  const asked = useRunTable(run, of);
  const charts = useMemo(
    () => (asked.value === null ? [] : chartsOf(asked.value, CHARTS[of])),
    [asked.value, of],
  );
  if (asked.value === null) {
    if (asked.error === null) return <Busy what="Loading the hours" />;
    return (
      <ProblemBox what="The hours could not be loaded" error={asked.error} again={asked.again} />
    );
  }
  return (
    <div className={css.charts}>
      {charts.map(({ title, data }) => (
        <Chart key={title} title={title} data={data} file={fileOf(data, run)} />
      ))}
    </div>
  );
}

/** Return such as `lost_share-by-hour-0190...`. */
function fileOf({ series }: ChartData, { id }: Run): string {
  return `${series[0]?.column ?? "hours"}-by-hour-${id}`;
}

function chartsOf(
  table: ApiTable,
  wanted: (typeof CHARTS)[Of],
): { title: string; data: ChartData }[] {
  const hours = columnOf(table, "hour")?.values.map((hour) => clockSeconds(String(hour))) ?? [];
  const x = {
    name: "City time, hour from",
    column: "hour",
    isTime: true,
    values: hours,
    text: dateTime,
    short: (value: number) => weekdayTime(value),
  };
  return wanted.flatMap(({ title, measures }) => {
    const columns = measures.flatMap((name) => columnOf(table, name) ?? []);
    const unit = columns[0]?.unit;
    if (unit === undefined) return [];
    return [{ title, data: { unit, x, series: columns.map(seriesOf) } }];
  });
}

function seriesOf(column: ApiTable["columns"][number]): Series {
  const halfWidths = column.half_widths ?? null;
  return {
    name: titleOf(column.name),
    column: column.name,
    values: numbersOf(column),
    ...(halfWidths === null ? {} : { halfWidths }),
  };
}
