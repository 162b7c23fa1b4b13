import { useRef } from "react";

import { Figure } from "../charts/figure.tsx";
import { momentOf } from "../live/moment.ts";
import { Button } from "../ui/button.tsx";
import { csvOf } from "../ui/csv.ts";
import { DataTable } from "../ui/data_table.tsx";
import { NONE, Shown } from "../ui/numbers.ts";
import { saveText } from "../ui/saving.ts";
import { BandChart, type Drawn } from "./band_chart.tsx";
import { QUANTILES } from "./bands.ts";
import css from "./forecast.module.css";
import { type Row, rowsOf } from "./rows.ts";

interface BandFigureProps extends Drawn {
  readonly title: string;
  readonly note: string;
  readonly file: string;
  readonly start: string;
  readonly range: readonly [number, number];
  /** When the forecast was made, and what stood there; null without one. */
  readonly issued: { readonly at_s: number; readonly value: number | null } | null;
}

/** Bands, how it went, what was observed: as a picture, and as a table. */
export function BandFigure(props: BandFigureProps) {
  const { title, note, file, start, unit } = props;
  const drawing = useRef<SVGSVGElement>(null);
  const rows = rowsOf(props);
  const shown = shownOf(unit, rows);
  const titled = `${title} [${shown.unit}]`;
  const save = () => {
    const names = ["city_time", "time_s", ...QUANTILES, "simulated", "observed"];
    const cells = rows.map((row) => [
      momentOf(start, row.at_s),
      row.at_s,
      ...QUANTILES.map((name) => row.quantiles?.[name] ?? null),
      row.simulated,
      row.observed,
    ]);
    saveText(`${file}.csv`, csvOf(names, cells));
  };
  return (
    <Figure
      title={titled}
      note={note}
      file={file}
      drawing={drawing}
      picture={
        <>
          <BandChart ref={drawing} {...props} label={titled} />
          <Legend {...props} />
        </>
      }
      table={<BandTable title={titled} rows={rows} start={start} shown={shown} />}
      tools={
        <Button look="tool" onClick={save}>
          CSV
        </Button>
      }
    />
  );
}

/** Return how all numbers of a table are written. */
function shownOf(unit: string, rows: readonly Row[]): Shown {
  const values = rows.flatMap(({ quantiles, simulated, observed }) => [
    ...QUANTILES.map((name) => quantiles?.[name]),
    simulated,
    observed,
  ]);
  return Shown.of(unit, values);
}

function Legend({ slots, course, seen }: Drawn) {
  return (
    <ul className={css.legend}>
      {slots.length === 0 ? null : (
        <>
          <li>
            <span className={css.keyMedian} /> median
          </li>
          <li>
            <span className={css.keyNarrow} /> 50 %
          </li>
          <li>
            <span className={css.keyWide} /> 90 % band
          </li>
        </>
      )}
      {course.length === 0 ? null : (
        <li>
          <span className={css.keyCourse} /> simulated
        </li>
      )}
      {seen.length === 0 ? null : (
        <li>
          <span className={css.keySeen} /> observed
        </li>
      )}
    </ul>
  );
}

interface BandTableProps {
  readonly title: string;
  readonly rows: readonly Row[];
  readonly start: string;
  readonly shown: Shown;
}

const HEADS: Readonly<Record<string, string>> = {
  q05: "5 %",
  q25: "25 %",
  q50: "Median",
  q75: "75 %",
  q95: "95 %",
};

function BandTable({ title, rows, start, shown }: BandTableProps) {
  const number = (key: string, head: string, of: (row: Row) => number | null | undefined) => ({
    key,
    title: head,
    isNumber: true,
    cell: (row: Row) => shown.number(of(row) ?? null),
  });
  const hasBands = rows.some(({ quantiles }) => quantiles !== null);
  const columns = [
    { key: "at", title: "City time", cell: (row: Row) => momentOf(start, row.at_s) },
    ...(hasBands
      ? QUANTILES.map((name) => number(name, HEADS[name] ?? name, (row) => row.quantiles?.[name]))
      : []),
    number("simulated", "Simulated", (row) => row.simulated),
    number("observed", "Observed", (row) => row.observed),
  ];
  return (
    <div className={css.table}>
      <DataTable
        label={`Table: ${title}`}
        columns={columns}
        rows={rows}
        keyOf={(row) => String(row.at_s)}
      />
      <p className={css.note}>{NONE} is not known.</p>
    </div>
  );
}
