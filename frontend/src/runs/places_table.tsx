import { type ApiColumn, type ApiTable, columnOf, isNumeric, writtenOf } from "../ui/columns.ts";
import { DataTable, type Order, type TableColumn } from "../ui/data_table.tsx";
import { Measured } from "../ui/measured.tsx";
import view from "../ui/view.module.css";

interface PlacesTableProps {
  readonly label: string;
  readonly table: ApiTable;
  /** Those of its rows that are shown. */
  readonly rows: readonly number[];
  /** The column that names a row, and what it is called. */
  readonly place: { readonly key: string; readonly title: string };
  /** Columns behind that one, which the table has not itself. */
  readonly more?: readonly TableColumn<number>[];
  readonly order?: Order;
  readonly onOrder?: (order: Order) => void;
}

/** KPIs of places in rows: each number with half of its interval, where there is one. */
export function PlacesTable(props: PlacesTableProps) {
  const { label, table, rows, place, more = [], order, onOrder } = props;
  const [first, ...others] = table.columns.map((one) => columnFor(one, place));
  const columns = first === undefined ? [] : [first, ...more, ...others];
  return (
    <div className={view.table} style={{ maxHeight: 44 + 36 * (rows.length + 1) }}>
      <DataTable
        label={label}
        columns={columns}
        rows={rows}
        keyOf={(row) => String(columnOf(table, place.key)?.values[row])}
        {...(order === undefined ? {} : { order })}
        {...(onOrder === undefined ? {} : { onOrder })}
      />
    </div>
  );
}

function columnFor(column: ApiColumn, place: PlacesTableProps["place"]): TableColumn<number> {
  const { title, unit, text } = writtenOf(column);
  const isPlace = column.name === place.key;
  const valueAt = (row: number) => {
    const value = column.values[row];
    return typeof value === "number" || typeof value === "string" ? value : null;
  };
  return {
    key: column.name,
    title: isPlace ? place.title : title,
    unit,
    meaning: column.meaning,
    isNumber: isNumeric(column),
    cell: (row) =>
      isPlace ? text(row) : <Cell column={column} row={row} text={text(row)} unit={unit} />,
    order: valueAt,
  };
}

interface CellProps {
  readonly column: ApiColumn;
  readonly row: number;
  readonly text: string;
  readonly unit: string;
}

function Cell({ column, row, text, unit }: CellProps) {
  const value = column.values[row];
  return (
    <Measured
      measure={column.name}
      value={typeof value === "number" ? value : null}
      text={text}
      unit={unit}
      missing="not defined here"
    />
  );
}
