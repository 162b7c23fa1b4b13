import { useAsked } from "../api/use_asked.ts";
import type { ViewProps } from "../app/view_props.ts";
import { useExperiments } from "../experiments/experiment.ts";
import { ExperimentList } from "../experiments/experiment_list.tsx";
import { allScenarios } from "../scenarios/scenario_list.ts";
import { Busy } from "../ui/busy.tsx";
import { Empty } from "../ui/empty.tsx";
import { ProblemBox } from "../ui/problem_box.tsx";
import view from "../ui/view.module.css";
import { Link } from "../url/link.tsx";
import { pathOf } from "../url/routes.ts";
import { NewSweep } from "./new_sweep.tsx";
import { SweepPage } from "./sweep_page.tsx";

const LATER_MS = 60_000; // what others have stored

const pathOfSweep = (id: string) => pathOf("sweeps", id);

/** One sweep, or all that there are and a new one. */
export default function SweepsView({ id }: ViewProps) {
  return id === null ? <All /> : <SweepPage key={id} id={id} />;
}

function All() {
  return (
    <div className={view.page}>
      <h1>Sweeps</h1>
      <Known />
      <section className={view.parts}>
        <h2>A new sweep</h2>
        <New />
      </section>
    </div>
  );
}

function Known() {
  const { value, error, isFirst, again } = useExperiments("sweep");
  if (isFirst) return <Busy what="Loading the sweeps" />;
  if (value === null) {
    return <ProblemBox what="The sweeps could not be loaded" error={error} again={again} />;
  }
  if (value.length === 0) {
    return (
      <p className={view.note}>
        None yet. A sweep simulates many variants of a scenario, all combinations of some levers,
        and plots what came out. Begin one below.
      </p>
    );
  }
  return (
    <div className={view.table}>
      <ExperimentList label="Sweeps" experiments={value} pathOf={pathOfSweep} />
    </div>
  );
}

function New() {
  const { value, error, again } = useAsked("scenarios to sweep", allScenarios, {
    every: LATER_MS,
  });
  if (value === null) {
    if (error === null) return <Busy what="Loading the scenarios" />;
    return <ProblemBox what="The scenarios could not be loaded" error={error} again={again} />;
  }
  if (value.length === 0) {
    return (
      <Empty title="No scenarios yet" actions={<Link to="/scenarios">Make a scenario</Link>}>
        A sweep varies a scenario that is stored.
      </Empty>
    );
  }
  return <NewSweep scenarios={value} />;
}
