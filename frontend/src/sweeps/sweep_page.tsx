import { useMemo } from "react";

import {
  type Experiment,
  isActive,
  useExperiment,
  useRunsOf,
  useTable,
} from "../experiments/experiment.ts";
import { NotLoaded, WithoutResults } from "../experiments/ended.tsx";
import { ExperimentHead } from "../experiments/experiment_head.tsx";
import { Busy } from "../ui/busy.tsx";
import { MeasureChoice } from "../ui/measure_choice.tsx";
import { ProblemBox } from "../ui/problem_box.tsx";
import view from "../ui/view.module.css";
import { navigate, useAddressState } from "../url/address.ts";
import { Link } from "../url/link.tsx";
import { pathOf } from "../url/routes.ts";
import { factorsIn, outcomesOf } from "./cells.ts";
import { SWEEP_FIELDS } from "./fields.ts";
import { HeatMaps } from "./heat_maps.tsx";
import { Responses } from "./responses.tsx";
import { Variants } from "./variants.tsx";

/** A sweep: how far it is, and then its plots. */
export function SweepPage({ id }: { readonly id: string }) {
  const { value, error, isFirst, again } = useExperiment("sweep", id);
  if (isFirst) return <Busy what="Loading the sweep" />;
  if (value === null) return <NotLoaded kind="sweep" error={error} again={again} />;
  return (
    <div className={view.page}>
      <ExperimentHead experiment={value} title={value.name} all={pathOf("sweeps")} changed={again}>
        <Link to={pathOf("sweeps")}>All sweeps</Link>
      </ExperimentHead>
      {isActive(value) ? <Busy what="Simulating; the plots come when all runs are done" /> : null}
      {value.status === "COMPLETED" ? <Results experiment={value} /> : null}
      <WithoutResults experiment={value} all={pathOf("sweeps")} />
    </div>
  );
}

function Results({ experiment }: { readonly experiment: Experiment }) {
  const { value, error, isFirst, again } = useTable("sweep", experiment, "summary");
  const outcomes = useMemo(() => (value === null ? [] : outcomesOf(value)), [value]);
  const factors = useMemo(() => (value === null ? [] : factorsIn(value)), [value]);
  const [state, change] = useAddressState(SWEEP_FIELDS);
  const runs = useRunsOf(experiment).value;
  if (isFirst) return <Busy what="Loading what came out" />;
  if (value === null) {
    return <ProblemBox what="The results could not be loaded" error={error} again={again} />;
  }
  const measures = [...new Set(outcomes.map(({ measure }) => measure))];
  const measure = measures.find((one) => one === state.measure) ?? measures[0] ?? "";
  const runOf = (variant: number) => runs?.get(variant)?.id ?? null;
  const open = (variant: number) => {
    const run = runOf(variant);
    if (run !== null) navigate(pathOf("runs", run));
  };
  const some = outcomes.filter((one) => one.measure === measure);
  const shared = { experiment, measure, factors };
  return (
    <>
      <div className={view.tools}>
        <MeasureChoice
          label="KPI"
          value={measure}
          names={measures}
          onPick={(next) => change({ measure: next })}
        />
      </div>
      {factors.length > 1 ? <HeatMaps {...shared} outcomes={some} onOpen={open} /> : null}
      <Responses {...shared} />
      <Variants {...shared} outcomes={some} table={value} runOf={runOf} />
    </>
  );
}
