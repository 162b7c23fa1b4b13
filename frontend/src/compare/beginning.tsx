import { useExperiments } from "../experiments/experiment.ts";
import { ExperimentList } from "../experiments/experiment_list.tsx";
import { Busy } from "../ui/busy.tsx";
import { ProblemBox } from "../ui/problem_box.tsx";
import view from "../ui/view.module.css";
import { pathOfComparison } from "./fields.ts";
import { NewComparison } from "./new_comparison.tsx";
import { NewPair } from "./new_pair.tsx";

/** The comparisons that there are, and how to begin another. */
export function Beginning() {
  return (
    <div className={view.page}>
      <h1>Compare</h1>
      <NewComparison />
      <NewPair />
      <section>
        <h2>Comparisons</h2>
        <Known />
      </section>
    </div>
  );
}

function Known() {
  const { value, error, isFirst, again } = useExperiments("comparison");
  if (isFirst) return <Busy what="Loading the comparisons" />;
  if (value === null) {
    return <ProblemBox what="The comparisons could not be loaded" error={error} again={again} />;
  }
  if (value.length === 0) {
    return (
      <p className={view.note}>
        None yet. Choose two scenarios above, or move levers on the map and press “Compare in full”.
      </p>
    );
  }
  return (
    <div className={view.table}>
      <ExperimentList label="Comparisons" experiments={value} pathOf={pathOfComparison} />
    </div>
  );
}
