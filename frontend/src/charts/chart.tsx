import { useId, useState } from "react";

import { DataTable } from "../ui/data_table.tsx";
import { NONE, type Shown } from "../ui/numbers.ts";
import css from "./chart.module.css";
import { type ChartData, csvOfChart, scaleOfChart, type Series } from "./chart_data.ts";
import { drawnChart } from "./drawn_chart.ts";
import { lookOf } from "./look.ts";
import { Plot } from "./plot.tsx";
import { Tools } from "./tools.tsx";

interface ChartProps {
  readonly title: string;
  readonly data: ChartData;
  readonly height?: number;
  /** Name of the file that the table is saved as, without its ending. */
  readonly file: string;
}

/** A chart with its unit, its legend, and the table behind it. */
export function Chart({ title, data, height = 220, file }: ChartProps) {
  const [isTable, setTable] = useState(false);
  const [at, setAt] = useState<number | null>(null);
  const heading = useId();
  const { unit } = scaleOfChart(data);
  return (
    <figure className={css.chart} aria-labelledby={heading}>
      <figcaption className={css.head}>
        <h3 id={heading}>
          {title}
          {unit === "" ? null : <span className={css.unit}> [{unit}]</span>}
        </h3>
        <Tools
          isTable={isTable}
          onTable={setTable}
          file={file}
          csv={() => csvOfChart(data)}
          picture={() => drawnChart(title, data, lookOf(document.body))}
        />
      </figcaption>
      {isTable ? (
        <ChartTable title={title} data={data} height={height} />
      ) : (
        <Plot data={data} height={height} onPoint={setAt} />
      )}
      <Legend data={data} at={at} />
    </figure>
  );
}

function Legend({ data, at }: { readonly data: ChartData; readonly at: number | null }) {
  const shown = scaleOfChart(data);
  const x = at === null ? null : (data.x.values[at] ?? null);
  return (
    <ul className={css.legend}>
      {data.series.map((one, i) => (
        <li key={one.name}>
          <span className={css.key} style={{ background: `var(--series-${(i % 6) + 1})` }} />
          {one.name}
          {at === null ? null : <b> {withError(shown, one, at, shown.unit)}</b>}
        </li>
      ))}
      {(data.levels ?? []).map(({ name }) => (
        <li key={name}>
          <span className={css.level} />
          {name}
        </li>
      ))}
      {data.series.some((one) => one.halfWidths !== undefined) ? (
        <li className={css.note}>Bands: 95 % intervals of the means</li>
      ) : null}
      <li className={css.note}>{x === null ? data.x.name : data.x.text(x)}</li>
    </ul>
  );
}

interface ChartTableProps {
  readonly title: string;
  readonly data: ChartData;
  readonly height: number;
}

function ChartTable({ title, data, height }: ChartTableProps) {
  const shown = scaleOfChart(data);
  const x = {
    key: "x",
    title: data.x.name,
    cell: (row: number) => data.x.text(data.x.values[row] ?? 0),
  };
  const columns = data.series.map((one) => ({
    key: one.name,
    title: one.name,
    unit: shown.unit,
    isNumber: true,
    cell: (row: number) => withError(shown, one, row),
  }));
  return (
    <div style={{ height }}>
      <DataTable
        label={`Table: ${title}`}
        columns={[x, ...columns]}
        rows={data.x.values.map((_, row) => row)}
        keyOf={String}
      />
    </div>
  );
}

/** Return a value with half of its interval, if it has one: `0.31 ± 0.02 %`. */
function withError(shown: Shown, { values, halfWidths }: Series, at: number, unit = ""): string {
  const number = shown.number(values[at]);
  if (number === NONE) return NONE;
  const half = halfWidths?.[at] ?? null;
  const text = half === null ? number : `${number} ± ${shown.number(half)}`;
  return unit === "" ? text : `${text}\u00a0${unit}`;
}
