import { api, type Schemas, told } from "../api/client.ts";
import { type Asked, useAsked } from "../api/use_asked.ts";
import { type Experiment, useRunsOf } from "../experiments/experiment.ts";
import { compareCommand, fileNameOf } from "../levers/command_line.ts";
import { Button } from "../ui/button.tsx";
import { copy } from "../ui/copy.ts";
import { saveFrom } from "../ui/saving.ts";
import { sayFailed } from "../ui/toasts.tsx";
import view from "../ui/view.module.css";
import { Link } from "../url/link.tsx";
import { pathOf } from "../url/routes.ts";
import css from "./variant_about.module.css";

interface VariantAboutProps {
  readonly experiment: Experiment;
  readonly variant: number;
}

type Scenario = Schemas["ScenarioInfo"];

const MOST_SHOWN = 8; // changes

/** What is different about a variant, and how to have the same again. */
export function VariantAbout({ experiment, variant }: VariantAboutProps) {
  const base = useScenario(experiment.scenario_id).value;
  const run = useRunsOf(experiment).value?.get(variant);
  const other = useScenario(run?.scenario_id ?? null).value;
  if (base === null || other === null || run === undefined) return null;
  const more = other.changes.length - MOST_SHOWN;
  return (
    <section className={css.about} aria-label="The variant">
      <p>
        <Link to={pathOf("scenarios", base.id)}>{base.name}</Link> with
      </p>
      <ul className={css.changes}>
        {other.changes.slice(0, MOST_SHOWN).map((one) => (
          <li key={one}>
            <code>{one}</code>
          </li>
        ))}
        {more > 0 ? <li>and {more} more</li> : null}
      </ul>
      <div className={view.tools}>
        <Link to={pathOf("runs", run.id)}>Its run</Link>
        <Again experiment={experiment} base={base} changes={other.changes} />
        <ScenarioFile scenario={other} label="Scenario file" />
      </div>
    </section>
  );
}

interface AgainProps {
  readonly experiment: Experiment;
  readonly base: Scenario;
  readonly changes: readonly string[];
}

function Again({ experiment: { replications, until_s, seed }, base, changes }: AgainProps) {
  const command = compareCommand({
    file: `${fileNameOf(base.name)}.yaml`,
    variants: [changes],
    replications,
    until: `${until_s}s`,
    seed,
  });
  return (
    <>
      <Button title={command} onClick={() => void copy(command, `Copied: ${command}`)}>
        Copy command
      </Button>
      <ScenarioFile scenario={base} label="File of the base" />
    </>
  );
}

function ScenarioFile({
  scenario,
  label,
}: {
  readonly scenario: Scenario;
  readonly label: string;
}) {
  const save = () => {
    const path = `/api/scenarios/${scenario.id}/scenario?format=yaml`;
    saveFrom(path, `${fileNameOf(scenario.name)}.yaml`).catch((error: unknown) =>
      sayFailed("The file could not be saved", error),
    );
  };
  return <Button onClick={save}>{label}</Button>;
}

export function useScenario(scenario_id: string | null): Asked<Scenario> {
  const about = scenario_id === null ? null : `scenario ${scenario_id}`;
  return useAsked(about, (signal) => {
    const params = { path: { scenario_id: scenario_id ?? "" } };
    return told(api.GET("/api/scenarios/{scenario_id}", { params, signal }));
  });
}
