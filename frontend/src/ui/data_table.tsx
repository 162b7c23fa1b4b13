import { type ReactNode, useMemo, useState } from "react";
import { useVirtualizer } from "@tanstack/react-virtual";

import css from "./data_table.module.css";

export interface TableColumn<Row> {
  readonly key: string;
  readonly title: string;
  readonly unit?: string;
  /** What it means, shown where the title is pointed at. */
  readonly meaning?: string;
  readonly isNumber?: boolean;
  /** Of columns of pictures or words that may be wide [px]. */
  readonly width?: number;
  readonly cell: (row: Row) => ReactNode;
  /** What rows are put in order by; a column without it orders nothing. */
  readonly order?: (row: Row) => number | string | null;
}

export interface Order {
  readonly by: string;
  readonly down: boolean;
}

interface DataTableProps<Row> {
  /** What the table is about, for those who hear the page. */
  readonly label: string;
  readonly columns: readonly TableColumn<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly order?: Order | null;
  readonly onOrder?: (order: Order) => void;
  readonly chosen?: string | null;
  /** When the last rows have come into sight. */
  readonly onEnd?: () => void;
}

const ROW_PX = 36;

/** A table of any length: rows in sight are there, and those about them. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns, order = null } = props;
  const rows = useMemo(() => inOrder(props.rows, columns, order), [props.rows, columns, order]);
  const [box, setBox] = useState<HTMLDivElement | null>(null);
  return (
    <div
      ref={setBox}
      className={css.box}
      role="region"
      aria-label={label}
      tabIndex={0}
      data-keys="own"
    >
      <table className={css.table} aria-rowcount={rows.length + 1}>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((one) => (
              <Head key={one.key} column={one} order={order} onOrder={props.onOrder} />
            ))}
          </tr>
        </thead>
        <Body {...props} rows={rows} box={box} />
      </table>
    </div>
  );
}

interface BodyProps<Row> extends DataTableProps<Row> {
  /** What is scrolled. */
  readonly box: HTMLDivElement | null;
}

function Body<Row>({ columns, rows, keyOf, chosen = null, onEnd, box }: BodyProps<Row>) {
  // eslint-disable-next-line react-hooks/incompatible-library -- its values stay in this component
  const inSight = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box,
    estimateSize: () => ROW_PX,
    overscan: 12,
    onChange: (now) => {
      if ((now.range?.endIndex ?? 0) >= rows.length - 1) onEnd?.();
    },
  });
  const seen = inSight.getVirtualItems();
  return (
    <tbody>
      <Space height={seen[0]?.start ?? 0} />
      {seen.map(({ index }) => {
        const row = rows[index];
        if (row === undefined) return null;
        const key = keyOf(row);
        return (
          <tr key={key} aria-rowindex={index + 2} data-chosen={key === chosen}>
            {columns.map((one) => (
              <td key={one.key} className={one.isNumber === true ? css.number : undefined}>
                {one.cell(row)}
              </td>
            ))}
          </tr>
        );
      })}
      <Space height={inSight.getTotalSize() - (seen.at(-1)?.end ?? 0)} />
    </tbody>
  );
}

interface HeadProps<Row> {
  readonly column: TableColumn<Row>;
  readonly order: Order | null;
  readonly onOrder: ((order: Order) => void) | undefined;
}

function Head<Row>({ column, order, onOrder }: HeadProps<Row>) {
  const isBy = order?.by === column.key;
  const text = (
    <>
      {column.title}
      {(column.unit ?? "") === "" ? null : <span className={css.unit}> [{column.unit}]</span>}
    </>
  );
  const down = isBy ? !order.down : column.isNumber === true;
  return (
    <th
      scope="col"
      className={column.isNumber === true ? css.number : undefined}
      style={{ minWidth: column.width }}
      title={column.meaning}
      aria-sort={isBy ? (order.down ? "descending" : "ascending") : undefined}
    >
      {column.order === undefined || onOrder === undefined ? (
        text
      ) : (
        <button type="button" onClick={() => onOrder({ by: column.key, down })}>
          {text}
          <span aria-hidden="true">{isBy ? (order.down ? " ↓" : " ↑") : ""}</span>
        </button>
      )}
    </th>
  );
}

function Space({ height }: { readonly height: number }) {
  return height <= 0 ? null : <tr aria-hidden="true" style={{ height }} />;
}

/** Return rows in an order; what has no value comes last, either way. */
export function inOrder<Row>(
  rows: readonly Row[],
  columns: readonly TableColumn<Row>[],
  order: Order | null,
): readonly Row[] {
  const by = columns.find((one) => one.key === order?.by)?.order;
  if (by === undefined) return rows;
  const sign = order?.down === true ? -1 : 1;
  const keyed = rows.map((row) => ({ row, key: by(row) }));
  keyed.sort((a, b) => {
    if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null);
    return sign * compared(a.key, b.key);
  });
  return keyed.map(({ row }) => row);
}

function compared(a: number | string, b: number | string): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a).localeCompare(String(b), undefined, { numeric: true });
}
