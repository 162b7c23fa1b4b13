import { type SubmitEvent, useState } from "react";

import { api, type Schemas, told } from "../api/client.ts";
import { errorsOf, messageOf } from "../api/problem.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Input } from "../ui/field.tsx";
import view from "../ui/view.module.css";
import { navigate } from "../url/address.ts";
import { pathOf } from "../url/routes.ts";

interface StartRunProps {
  readonly scenario: Schemas["ScenarioInfo"];
  readonly onClose: () => void;
}

const FORM = "run";

/** Asks how a scenario is to be run, and starts it. */
export function StartRun({ scenario, onClose }: StartRunProps) {
  const [asked, setAsked] = useState({ replications: "10", seed: "1", until: "" });
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const start = (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    told(api.POST("/api/runs", { body: bodyOf(scenario.id, asked) })).then(
      (run) => navigate(pathOf("runs", run.id)),
      (failure: unknown) => {
        setError(failure);
        setBusy(false);
      },
    );
  };
  const button = (
    <Button look="main" type="submit" form={FORM} disabled={isBusy}>
      {isBusy ? "Starting" : "Start"}
    </Button>
  );
  return (
    <Dialog title={`Run ${scenario.name}`} onClose={onClose} actions={button}>
      <form id={FORM} className={view.form} onSubmit={start}>
        {QUESTIONS.map(({ name, ...rest }) => (
          <Input
            key={name}
            value={asked[name]}
            wrong={wrongAt(error, name)}
            onChange={(event) => setAsked({ ...asked, [name]: event.target.value })}
            {...rest}
          />
        ))}
      </form>
      <p className={view.note}>
        The same again is not computed again: you are shown the run that there is.
      </p>
      {error === null ? null : <p role="alert">{messageOf(error)}</p>}
    </Dialog>
  );
}

interface Asked {
  readonly replications: string;
  readonly seed: string;
  readonly until: string;
}

const WHOLE = { type: "number", step: 1, required: true };
const QUESTIONS = [
  {
    name: "replications",
    label: "Replications",
    hint: "More make intervals narrower",
    min: 1,
    ...WHOLE,
  },
  { name: "seed", label: "Seed", hint: "Of all draws", min: 0, ...WHOLE },
  { name: "until", label: "Until", hint: "Such as 6h or 2d", placeholder: "its horizon" },
] as const;

function bodyOf(scenario: string, { replications, seed, until }: Asked) {
  return {
    scenario_id: scenario,
    replications: Number(replications),
    seed: Number(seed),
    ...(until.trim() === "" ? {} : { until: until.trim() }),
  };
}

function wrongAt(error: unknown, field: string): string | null {
  return errorsOf(error).find(({ where }) => where.endsWith(field))?.message ?? null;
}
