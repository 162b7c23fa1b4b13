import { useAsked } from "../api/use_asked.ts";
import { fileNameOf } from "../levers/command_line.ts";
import { Button } from "../ui/button.tsx";
import { wallTime } from "../ui/city_time.ts";
import { copy } from "../ui/copy.ts";
import { count, duration } from "../ui/numbers.ts";
import { saveFrom } from "../ui/saving.ts";
import { sayFailed } from "../ui/toasts.tsx";
import { Link } from "../url/link.tsx";
import { runCommand } from "./command.ts";
import { recipeOf } from "./doing.ts";
import { addressOfOrigin, madeFrom, type Names, type Twin } from "./twin.ts";
import css from "./twin_panel.module.css";

interface AboutTwinProps {
  readonly twin: Twin;
  readonly names: Names;
}

/** What the twin is: where it comes from, and how the same is had elsewhere. */
export function AboutTwin({ twin, names }: AboutTwinProps) {
  const file = `${fileNameOf(twin.name)}.yaml`;
  const recipe = useAsked(`recipe ${twin.id}`, (signal) => recipeOf(twin.id, signal)).value;
  const command = recipe === null ? null : runCommand(file, recipe);
  const save = (what: "recipe" | "scenario", name: string) => {
    saveFrom(`/api/twins/${twin.id}/${what}`, name).catch((error: unknown) =>
      sayFailed("The file was not saved", error),
    );
  };
  return (
    <>
      <Facts twin={twin} names={names} replication={recipe?.replication ?? null} />
      <div className={css.small}>
        <Button onClick={() => save("recipe", `${fileNameOf(twin.name)}.recipe.json`)}>
          Recipe
        </Button>
        <Button onClick={() => save("scenario", file)}>Scenario in full</Button>
      </div>
      {command === null ? null : (
        <>
          <p className={css.note}>
            The scenario in full has all that was made of the twin. Run, it gives the same events:
          </p>
          <pre className={css.command}>{command}</pre>
          {recipe === null || recipe.replication === 0 ? null : (
            <p className={css.note}>The twin is the last of these replications.</p>
          )}
          <div className={css.small}>
            <Button onClick={() => void copy(command, `Copied: ${command}`)}>
              Copy the command
            </Button>
          </div>
        </>
      )}
    </>
  );
}

interface FactsProps extends AboutTwinProps {
  /** Null until it is known. */
  readonly replication: number | null;
}

function Facts({ twin, names, replication }: FactsProps) {
  const address = addressOfOrigin(twin);
  const origin = madeFrom(twin, names);
  const facts = [
    ["Made from", address === null ? origin : <Link to={address}>{origin}</Link>],
    ["Made by", `${twin.by}, ${wallTime(twin.created_at)} (your time)`],
    ["Seed", String(twin.seed)],
    ...(replication === null ? [] : [["Replication", String(replication)] as const]),
    ["Stations", count(twin.stations)],
    ["Vehicles", twin.vehicles === 0 ? "arrive at a rate" : count(twin.vehicles)],
    ["Length", duration(twin.horizon_s)],
    ["In memory", twin.bytes === 0 ? "asleep" : `${count(Math.round(twin.bytes / 2 ** 20))} MiB`],
    ["Id", <code key="id">{twin.id}</code>],
  ] as const;
  return (
    <dl className={css.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
