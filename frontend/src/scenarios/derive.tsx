import { type SubmitEvent, useId, useState } from "react";

import { api, type Schemas, told } from "../api/client.ts";
import { errorsOf, messageOf } from "../api/problem.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Input } from "../ui/field.tsx";
import css from "./derive.module.css";
import { navigate } from "../url/address.ts";
import { pathOf } from "../url/routes.ts";

interface DeriveProps {
  readonly scenario: Schemas["ScenarioInfo"];
  readonly onClose: () => void;
}

const FORM = "derive";

/** Asks by what a new scenario is to differ from this one, and stores it. */
export function Derive({ scenario, onClose }: DeriveProps) {
  const [name, setName] = useState("");
  const [text, setText] = useState("");
  const [error, setError] = useState<unknown>(null);
  const store = (event: SubmitEvent) => {
    event.preventDefault();
    const changes = linesOf(text);
    const params = { path: { scenario_id: scenario.id } };
    const body = { name: name.trim() || changes.join(", ").slice(0, 200), changes };
    told(api.POST("/api/scenarios/{scenario_id}/children", { params, body })).then(
      (child) => {
        onClose();
        navigate(pathOf("scenarios", child.id));
      },
      (failure: unknown) => setError(failure),
    );
  };
  const button = (
    <Button look="main" type="submit" form={FORM} disabled={linesOf(text).length === 0}>
      Store
    </Button>
  );
  return (
    <Dialog title={`Derive from ${scenario.name}`} wide onClose={onClose} actions={button}>
      <form id={FORM} className={css.form} onSubmit={store}>
        <Input
          label="Name"
          value={name}
          placeholder="the changes"
          onChange={(event) => setName(event.target.value)}
        />
        <Changes text={text} onText={setText} />
      </form>
      <Wrong error={error} />
    </Dialog>
  );
}

interface ChangesProps {
  readonly text: string;
  readonly onText: (text: string) => void;
}

function Changes({ text, onText }: ChangesProps) {
  const id = useId();
  return (
    <div className={css.changes}>
      <label htmlFor={id}>Changes, one a line</label>
      <textarea
        id={id}
        rows={5}
        spellCheck={false}
        value={text}
        placeholder={"stations[*].chargers += 2\ndemand.multiplier *= 1.2"}
        aria-describedby={`${id}-note`}
        onChange={(event) => onText(event.target.value)}
      />
      <p id={`${id}-note`}>
        A path, one of = += -= *=, and a value: <code>stations[region=South].chargers += 2</code>
      </p>
    </div>
  );
}

function Wrong({ error }: { readonly error: unknown }) {
  if (error === null) return null;
  const errors = errorsOf(error).map((one) => one.message);
  return (
    <div role="alert" className={css.wrong}>
      {errors.length === 0 ? messageOf(error) : errors.map((one) => <p key={one}>{one}</p>)}
    </div>
  );
}

function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}
