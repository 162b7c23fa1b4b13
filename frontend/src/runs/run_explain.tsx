import { useMemo } from "react";

import { api, told } from "../api/client.ts";
import { useAsked } from "../api/use_asked.ts";
import { Busy } from "../ui/busy.tsx";
import { Button } from "../ui/button.tsx";
import { type ApiTable, columnOf, csvOfTable } from "../ui/columns.ts";
import { ProblemBox } from "../ui/problem_box.tsx";
import { Select } from "../ui/field.tsx";
import { saveText } from "../ui/saving.ts";
import { useAddressState } from "../url/address.ts";
import { number } from "../url/fields.ts";
import type { Run } from "./run.ts";
import css from "./run_explain.module.css";

const FIELDS = { replication: number(0, { low: 0, places: 0 }) };
const MOST = 50;

/** Why stations lose or delay vehicles in one replication, and what would help. */
export function RunExplain({ run }: { readonly run: Run }) {
  const [{ replication }, change] = useAddressState(FIELDS);
  const isThere = run.status === "COMPLETED";
  const asked = useAsked(isThere ? `why ${run.id} ${replication}` : null, (signal) => {
    const params = { path: { run_id: run.id }, query: { replication } };
    return told(api.GET("/api/runs/{run_id}/explain", { params, signal }));
  });
  if (!isThere) return <p>This can be told when the run is completed.</p>;
  if (asked.error !== null) {
    return <ProblemBox what="It could not be explained" error={asked.error} again={asked.again} />;
  }
  if (asked.value === null) {
    return (
      <Busy what="Simulating it again, with one unit more of each resource, to find out why" />
    );
  }
  const { summary, table } = asked.value;
  const numbers = Array.from({ length: run.replications }, (_, i) => String(i));
  return (
    <div className={css.explain}>
      <div className={css.tools}>
        <Select
          label="Replication"
          value={String(replication)}
          choices={numbers.map((value) => ({ value, label: value }))}
          onPick={(picked) => change({ replication: Number(picked) })}
        />
        <Button onClick={() => saveText(`why-${run.id}.csv`, csvOfTable(table))}>CSV</Button>
      </div>
      <p className={css.summary}>{summary}</p>
      <Sentences table={table} />
    </div>
  );
}

/** What is said of each station that is in trouble, the worst first. */
function Sentences({ table }: { readonly table: ApiTable }) {
  const rows = useMemo(() => worst(table), [table]);
  if (rows.length === 0) return null;
  return (
    <ol className={css.sentences}>
      {rows.slice(0, MOST).map(({ station, binds, sentence }) => (
        <li key={station}>
          <b>{station}</b> {binds === null ? null : <span className={css.binds}>{binds}</span>}
          <p>{sentence}</p>
        </li>
      ))}
    </ol>
  );
}

interface Said {
  readonly station: string;
  readonly binds: string | null;
  readonly sentence: string;
  readonly lost: number;
}

function worst(table: ApiTable): Said[] {
  const cell = (name: string, row: number) => columnOf(table, name)?.values[row] ?? null;
  const rows = Array.from({ length: table.rows }, (_, row) => ({
    station: String(cell("station", row)),
    trouble: cell("trouble", row),
    binds: textOrNull(cell("binds", row)),
    sentence: textOrNull(cell("sentence", row)) ?? "",
    lost: Number(cell("lost", row) ?? 0),
  }));
  return rows
    .filter((row) => row.trouble !== null && row.sentence !== "")
    .sort((a, b) => b.lost - a.lost);
}

function textOrNull(value: string | number | boolean | null): string | null {
  return value === null ? null : String(value);
}
