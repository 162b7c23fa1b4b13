import { api, told } from "../api/client.ts";
import { ProblemError } from "../api/problem.ts";
import { useAsked } from "../api/use_asked.ts";
import { Busy } from "../ui/busy.tsx";
import { dateTime, clockSeconds, wallTime } from "../ui/city_time.ts";
import { Empty } from "../ui/empty.tsx";
import { count, duration, NONE } from "../ui/numbers.ts";
import { Facts } from "../ui/facts.tsx";
import { ProblemBox } from "../ui/problem_box.tsx";
import view from "../ui/view.module.css";
import { Link } from "../url/link.tsx";
import { pathOf } from "../url/routes.ts";
import { isActive, type Run, type Scenario, wholeOf } from "./run.ts";
import { RunActions } from "./run_actions.tsx";
import { RunResults } from "./run_results.tsx";
import { Status } from "./status.tsx";

const SOON_MS = 700;

/** A run: what it is, how far, and what came of it. */
export function RunPage({ id }: { readonly id: string }) {
  const params = { path: { run_id: id } };
  const run = useAsked(
    `run ${id}`,
    (signal) => told(api.GET("/api/runs/{run_id}", { params, signal })),
    { every: (value) => (isActive(value) ? SOON_MS : null) },
  );
  const scenarioId = run.value?.scenario_id ?? null;
  const scenario = useAsked(scenarioId, (signal) => {
    const path = { scenario_id: scenarioId ?? "" };
    return told(api.GET("/api/scenarios/{scenario_id}", { params: { path }, signal }));
  });
  if (run.isFirst) return <Busy what="Loading the run" />;
  if (run.value === null) {
    if (run.error instanceof ProblemError && run.error.problem.status < 500) return <NoRun />;
    return <ProblemBox what="The run could not be loaded" error={run.error} again={run.again} />;
  }
  return (
    <div className={view.page}>
      <Head run={run.value} scenario={scenario.value} changed={run.again} />
      {run.value.status === "FAILED" ? (
        <ProblemBox what="The run has failed" error={run.value.error} />
      ) : null}
      <RunResults run={run.value} />
    </div>
  );
}

interface HeadProps {
  readonly run: Run;
  readonly scenario: Scenario | null;
  readonly changed: () => void;
}

function Head({ run, scenario, changed }: HeadProps) {
  const name = run.scenario_name;
  return (
    <header className={view.parts}>
      <div className={view.head}>
        <h1>Run of {name}</h1>
        <Status run={run} />
        <RunActions run={run} name={name} changed={changed} />
      </div>
      <Facts label="About this run" facts={factsOf(run, name)} />
      {(scenario?.changes ?? []).length === 0 ? null : (
        <p className={view.note}>
          Differs from its parent by{" "}
          {scenario?.changes.map((one) => (
            <code key={one}>{one} </code>
          ))}
        </p>
      )}
    </header>
  );
}

function factsOf(run: Run, name: string) {
  const begin = dateTime(clockSeconds(run.sim_start));
  const end = dateTime(clockSeconds(run.sim_end));
  const scenario = <Link to={pathOf("scenarios", run.scenario_id)}>{name}</Link>;
  const whole = wholeOf(run);
  const took = run.compute_time_ms === null ? NONE : duration(run.compute_time_ms / 1000);
  return [
    { name: "Scenario", value: scenario },
    ...(whole === null
      ? []
      : [{ name: "Part of", value: <Link to={whole.path}>{`a ${whole.kind}`}</Link> }]),
    { name: "Replications", value: count(run.replications) },
    { name: "Seed", value: String(run.seed) },
    { name: "City time", value: `${begin} to ${end}` },
    { name: "Asked for", value: `${wallTime(run.created_at)} (your time)` },
    // A variant is simulated together with all others: what it took alone is not known.
    ...(whole === null ? [{ name: "Took", value: took }] : []),
  ];
}

function NoRun() {
  return (
    <Empty title="There is no such run" actions={<Link to="/runs">All runs</Link>}>
      It may have been deleted, or its address has a typing error.
    </Empty>
  );
}
