import { memo, useMemo, useState } from "react";

import { Chart } from "../charts/chart.tsx";
import type { ChartData } from "../charts/chart_data.ts";
import { useSnapshot } from "../live/use_twin.ts";
import { Busy } from "../ui/busy.tsx";
import { clockSeconds, dateTime, weekdayTime } from "../ui/city_time.ts";
import { Select } from "../ui/field.tsx";
import { ProblemBox } from "../ui/problem_box.tsx";
import { type History, useHistory } from "./use_history.ts";

const HOUR_S = 3600;
const WINDOWS = [
  { value: String(6 * HOUR_S), label: "Last 6 hours" },
  { value: String(24 * HOUR_S), label: "Last 24 hours" },
  { value: String(7 * 24 * HOUR_S), label: "Last 7 days" },
] as const;
const TITLES: Readonly<Record<string, string>> = {
  ready: "Ready batteries",
  queue: "Vehicles in line",
  charging: "Batteries charging",
  power_kw: "Power",
};

/** Charts of a station up to now. */
export function HistoryCharts({ station }: { readonly station: string }) {
  const [window, setWindow] = useState<string>(WINDOWS[0].value);
  const { history, error, isComputing, again } = useHistory(station, Number(window));
  const { scene } = useSnapshot();
  return (
    <>
      <Select
        label="Charts"
        labelUnseen
        value={window}
        choices={WINDOWS}
        onPick={(value) => setWindow(value)}
      />
      {isComputing ? <Busy what="Simulating what was seen; the first time takes longest" /> : null}
      {error === null ? null : (
        <ProblemBox what="The charts could not be brought up to date" error={error} again={again} />
      )}
      {history === null || scene === null
        ? null
        : history.series.map((series) => (
            <SeriesChart
              key={series.measure}
              series={series}
              start={scene.clock.start}
              station={station}
            />
          ))}
    </>
  );
}

interface SeriesChartProps {
  readonly series: History["series"][number];
  readonly start: string;
  readonly station: string;
}

/** Drawn anew with another answer, not with each look at the twin. */
const SeriesChart = memo(function SeriesChart({ series, start, station }: SeriesChartProps) {
  const data = useMemo(() => dataOf(series, start), [series, start]);
  return (
    <Chart
      title={TITLES[series.measure] ?? series.measure}
      data={data}
      height={120}
      file={`${station}-${series.measure}`}
    />
  );
});

function dataOf(series: History["series"][number], start: string): ChartData {
  const begins = clockSeconds(start);
  const isPower = series.unit === "kW";
  return {
    unit: isPower ? series.unit : "",
    x: {
      name: "City time",
      column: "city_time",
      isTime: true,
      values: series.time_s.map((at) => begins + at),
      text: dateTime,
      short: weekdayTime,
    },
    series: [
      {
        name: `${series.unit} ${series.meaning}`,
        column: series.measure,
        values: series.values,
        isStep: !isPower,
      },
    ],
  };
}
