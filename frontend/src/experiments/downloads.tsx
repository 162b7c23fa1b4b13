import { Button } from "../ui/button.tsx";
import { csvOf } from "../ui/csv.ts";
import type { ApiTable } from "../ui/columns.ts";
import { saveLarge, saveText } from "../ui/saving.ts";
import { sayFailed } from "../ui/toasts.tsx";
import { addressOf, type Experiment } from "./experiment.ts";

interface DownloadsProps {
  readonly experiment: Experiment;
  readonly name: string;
  readonly table: ApiTable;
}

/** A table of an experiment as a file: the numbers as they are in the API, not as they are shown. */
export function Downloads({ experiment, name, table }: DownloadsProps) {
  const { kind, id } = experiment;
  const file = `${kind}-${id.slice(0, 8)}-${name}`;
  const asCsv = () => {
    const rows = Array.from({ length: table.rows }, (_, row) =>
      table.columns.map((one) => one.values[row] ?? null),
    );
    const names = table.columns.map((one) => one.name);
    saveText(`${file}.csv`, csvOf(names, rows));
  };
  const asParquet = () => {
    const path = `${addressOf(kind, id)}/tables/${name}?format=parquet`;
    saveLarge(path, `${file}.parquet`).catch((error: unknown) =>
      sayFailed("The file could not be saved", error),
    );
  };
  return (
    <>
      <Button look="tool" onClick={asCsv}>
        CSV
      </Button>
      <Button look="tool" onClick={asParquet}>
        Parquet
      </Button>
    </>
  );
}
