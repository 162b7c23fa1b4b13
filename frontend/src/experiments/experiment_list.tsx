import { useMemo } from "react";

import { DataTable, type TableColumn } from "../ui/data_table.tsx";
import { count, duration } from "../ui/numbers.ts";
import { wallTime, YOUR_TIME } from "../ui/city_time.ts";
import { Link } from "../url/link.tsx";
import type { Experiment } from "./experiment.ts";
import { StatusOf, variantsText } from "./experiment_head.tsx";

interface ExperimentListProps {
  readonly label: string;
  readonly experiments: readonly Experiment[];
  /** Where an experiment is looked at. */
  readonly pathOf: (id: string) => string;
}

/** Experiments, the newest first. */
export function ExperimentList({ label, experiments, pathOf }: ExperimentListProps) {
  const columns = useMemo(() => columnsOf(pathOf), [pathOf]);
  return <DataTable label={label} columns={columns} rows={experiments} keyOf={(one) => one.id} />;
}

function columnsOf(pathOf: (id: string) => string): readonly TableColumn<Experiment>[] {
  const number = (title: string, cell: (one: Experiment) => string) => ({
    key: title,
    title,
    isNumber: true,
    cell,
  });
  return [
    { key: "name", title: "Name", cell: (one) => <Link to={pathOf(one.id)}>{one.name}</Link> },
    { key: "status", title: "Status", cell: (one) => <StatusOf experiment={one} /> },
    number("Variants", variantsText),
    number("Replications", (one) => count(one.replications)),
    number("Simulated", (one) => duration(one.until_s)),
    { key: "by", title: "By", cell: (one) => one.by },
    {
      key: "asked",
      title: "Asked for",
      unit: YOUR_TIME,
      cell: (one) => wallTime(one.asked_at),
    },
  ];
}
