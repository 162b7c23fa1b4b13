import { type SubmitEvent, useState } from "react";

import { errorsOf, messageOf } from "../api/problem.ts";
import { useDoing } from "../api/use_doing.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Input, Select } from "../ui/field.tsx";
import view from "../ui/view.module.css";
import { navigate } from "../url/address.ts";
import { pathOf } from "../url/routes.ts";
import { makeTwin } from "./doing.ts";
import { bodyOf, FIRST, type Given, SOURCE_LABELS, SOURCES, type Source } from "./new_twin_body.ts";
import { SourceFields } from "./new_twin_sources.tsx";

const FORM = "new-twin";
const CHOICES = SOURCES.map((value) => ({ value, label: SOURCE_LABELS[value] }));

/** Asks what a twin is to be made of, makes it, and shows it. */
export function NewTwin({ onClose }: { readonly onClose: () => void }) {
  const [given, setGiven] = useState<Given>(FIRST);
  const { isBusy, error, run, forget } = useDoing();
  const body = bodyOf(given);
  const change = (some: Partial<Given>) => {
    setGiven((before) => ({ ...before, ...some }));
    forget();
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (body !== null) {
      run(() => makeTwin(body).then((twin) => navigate(pathOf("city", twin.id))));
    }
  };
  const button = (
    <Button look="main" type="submit" form={FORM} disabled={isBusy || body === null}>
      {isBusy ? "Making it" : "Make the twin"}
    </Button>
  );
  return (
    <Dialog title="A new twin" onClose={onClose} actions={button}>
      <form id={FORM} className={view.form} onSubmit={submit}>
        <Select
          label="Made from"
          choices={CHOICES}
          value={given.source}
          onPick={(source) => change({ source: source as Source })}
        />
        <SourceFields given={given} change={change} error={error} />
        <NameField name={given.name} onName={(name) => change({ name })} />
      </form>
      {error === null ? null : <Wrong error={error} />}
    </Dialog>
  );
}

function Wrong({ error }: { readonly error: unknown }) {
  const errors = errorsOf(error);
  return (
    <div role="alert">
      <p>{messageOf(error)}</p>
      {errors.length === 0 ? null : (
        <ul>
          {errors.map(({ where, message }) => (
            <li key={`${where} ${message}`}>
              <code>{where}</code> {message}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

interface NameFieldProps {
  readonly name: string;
  readonly onName: (name: string) => void;
}

function NameField({ name, onName }: NameFieldProps) {
  return (
    <Input
      label="Name"
      hint="Empty: that of the scenario"
      maxLength={200}
      value={name}
      onChange={(event) => onName(event.target.value)}
    />
  );
}
