/** Columns of the table of runs: who they are, and what they differ in. */

import type { KnownScenarios } from "../scenarios/known_scenarios.ts";
import { clockSeconds, dateTime, wallTime, YOUR_TIME } from "../ui/city_time.ts";
import type { TableColumn } from "../ui/data_table.tsx";
import { count, duration, NONE } from "../ui/numbers.ts";
import { Link } from "../url/link.tsx";
import { pathOf } from "../url/routes.ts";
import { CancelRun } from "./cancel_run.tsx";
import { changesByPath, type Property, split } from "./differing.ts";
import { type Run, simulated } from "./run.ts";
import { Status } from "./status.tsx";

const LOADING = "…"; // of a scenario that is not known yet, as told from one without a change

interface Columns {
  readonly columns: readonly TableColumn<Run>[];
  /** What all runs have in common, and needs no column. */
  readonly common: readonly { readonly name: string; readonly value: string }[];
}

/** Return the columns for some runs.
 *
 * @param all whether also those in which no two runs differ.
 * @param changed is told when a run has been changed from the table.
 */
export function columnsOf(
  runs: readonly Run[],
  scenarios: KnownScenarios,
  all: boolean,
  changed: () => void,
): Columns {
  const properties = propertiesOf(runs, scenarios);
  const { differing, common } = all
    ? { differing: properties, common: [] }
    : split(runs, properties);
  const columns = [...firstColumns(), ...differing.map(asColumn), ...lastColumns(changed)];
  return { columns, common: common.filter(({ value }) => value !== NONE) };
}

function firstColumns(): TableColumn<Run>[] {
  return [
    {
      key: "scenario",
      title: "Scenario",
      cell: (run) => <Link to={pathOf("runs", run.id)}>{nameOf(run)}</Link>,
      order: nameOf,
    },
    {
      key: "status",
      title: "Status",
      width: 120,
      cell: (run) => <Status run={run} />,
      order: (run) => run.status,
    },
  ];
}

function nameOf(run: Run): string {
  return run.scenario_name;
}

function propertiesOf(runs: readonly Run[], scenarios: KnownScenarios): Property<Run>[] {
  const changes = new Map(
    runs.map(({ scenario_id: id }) => [id, changesByPath(scenarios.get(id)?.changes ?? [])]),
  );
  const paths = new Set([...changes.values()].flatMap((one) => [...one.keys()]));
  return [
    ...[...paths].map((path) => ({
      name: path,
      of: ({ scenario_id: id }: Run) =>
        scenarios.has(id) ? (changes.get(id)?.get(path) ?? NONE) : LOADING,
    })),
    { name: "Seed", of: (run) => String(run.seed) },
    { name: "Replications", of: (run) => count(run.replications) },
    { name: "Simulated", of: (run) => duration(simulated(run)) },
    { name: "Begins at, city time", of: (run) => dateTime(clockSeconds(run.sim_start)) },
  ];
}

function asColumn({ name, of }: Property<Run>): TableColumn<Run> {
  return { key: name.replaceAll(" ", "_"), title: name, cell: of, order: of };
}

function lastColumns(changed: () => void): TableColumn<Run>[] {
  return [
    {
      key: "took",
      title: "Took",
      isNumber: true,
      cell: (run) => (run.compute_time_ms === null ? NONE : duration(run.compute_time_ms / 1000)),
      order: (run) => run.compute_time_ms,
    },
    {
      key: "asked",
      title: "Asked for",
      unit: YOUR_TIME,
      meaning: "In your own time, not the city's",
      cell: (run) => wallTime(run.created_at),
      order: (run) => run.created_at,
    },
    { key: "do", title: "", cell: (run) => <CancelRun run={run} changed={changed} /> },
  ];
}
