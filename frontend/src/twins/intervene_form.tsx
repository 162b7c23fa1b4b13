import { type SubmitEvent, useEffect, useRef, useState } from "react";

import { reach } from "../api/client.ts";
import { useWhyNot } from "../api/me.ts";
import { errorsOf, messageOf } from "../api/problem.ts";
import { useAsked } from "../api/use_asked.ts";
import { CITY_FIELDS } from "../city/city_fields.ts";
import { useSnapshot, useTwin } from "../live/use_twin.ts";
import type { Schema } from "../scenarios/fields_of_schema.ts";
import { Busy } from "../ui/busy.tsx";
import { Button } from "../ui/button.tsx";
import { Select } from "../ui/field.tsx";
import { ProblemBox } from "../ui/problem_box.tsx";
import { sayDone } from "../ui/toasts.tsx";
import { useAddressState } from "../url/address.ts";
import { type Draft, interventionOf, type Wrong } from "./draft.ts";
import { useDraft } from "./drafts.ts";
import { InterventionFields } from "./intervention_fields.tsx";
import { type Kind, kindsIn } from "./kinds.ts";
import { wordsOf } from "./made.ts";
import css from "./twin_panel.module.css";

const NOTHING_WRONG: Wrong = new Map();

/** Does something to the city: now, later, or at a time that is over. */
export function InterveneForm() {
  const { value, error, again } = useAsked("kinds of interventions", async (signal) => {
    const answer = await reach("/api/scenario-schema", { signal });
    return kindsIn((await answer.json()) as Schema);
  });
  if (error !== null) {
    return <ProblemBox what="What can be done is not known" error={error} again={again} />;
  }
  return value === null ? <Busy what="Loading what can be done" /> : <Form kinds={value} />;
}

function Form({ kinds }: { readonly kinds: readonly Kind[] }) {
  const twin = useTwin();
  const { scene } = useSnapshot();
  const whyNot = useWhyNot("command_twin");
  const [draft, change] = useDraft(twin.id);
  const asking = useIntervening(draft);
  useSelectedStation(draft, change);
  const kind = kinds.find((one) => one.kind === draft.kind) ?? kinds[0];
  if (kind === undefined || scene === null) return null;
  const edit = (some: Partial<Draft>) => {
    asking.forget();
    change(some);
  };
  return (
    <form
      className={css.form}
      aria-label="Do something"
      noValidate
      onSubmit={(event) => asking.submit(event, kind)}
    >
      {whyNot === null ? null : <p className={css.note}>{whyNot}</p>}
      <fieldset className={css.fields} disabled={whyNot !== null}>
        <Select
          label="What happens"
          choices={kinds.map(({ kind: value, label }) => ({ value, label }))}
          value={kind.kind}
          hint={kind.meaning}
          onPick={(value) => edit({ kind: value })}
        />
        <InterventionFields kind={kind} draft={draft} wrong={asking.wrong} change={edit} />
        <Rest text={asking.rest} />
        <Button look="main" type="submit" disabled={asking.isBusy} whyNot={whyNot}>
          {asking.isBusy ? "Simulating" : draft.at === null ? "Do it now" : "Do it at that time"}
        </Button>
      </fieldset>
    </form>
  );
}

function Rest({ text }: { readonly text: string | null }) {
  return text === null ? null : (
    <p className={css.wrong} role="alert">
      {text}
    </p>
  );
}

/** The station that is selected on the map is the one that is meant, until another is written. */
function useSelectedStation(draft: Draft, change: (some: Partial<Draft>) => void): void {
  const [{ station }] = useAddressState(CITY_FIELDS);
  // One that was written before stays, as long as no other one is selected.
  const taken = useRef((draft.texts.station ?? "") === "" ? null : station);
  useEffect(() => {
    if (station === taken.current) return;
    taken.current = station;
    if (station !== null) change({ texts: { ...draft.texts, station } });
  }, [station, draft, change]);
}

interface Intervening {
  readonly isBusy: boolean;
  readonly wrong: Wrong;
  /** What is wrong that belongs to no field. */
  readonly rest: string | null;
  readonly submit: (event: SubmitEvent, kind: Kind) => void;
  /** Forgets what was wrong: something has been changed since. */
  readonly forget: () => void;
}

function useIntervening(draft: Draft): Intervening {
  const twin = useTwin();
  const { scene } = useSnapshot();
  const [isBusy, setBusy] = useState(false);
  const [wrong, setWrong] = useState(NOTHING_WRONG);
  const [rest, setRest] = useState<string | null>(null);
  const forget = () => {
    setWrong(NOTHING_WRONG);
    setRest(null);
  };
  const submit = (event: SubmitEvent, kind: Kind) => {
    event.preventDefault();
    if (scene === null) return;
    const asked = interventionOf(draft, kind, scene);
    forget();
    setWrong(asked.wrong);
    if (asked.wrong.size > 0) return;
    setBusy(true);
    twin
      .command({ do: "intervene", what: asked.what })
      .then(
        () => sayDone(`${wordsOf(asked.what, scene)}.`),
        (error: unknown) => {
          const told = placed(error, kind);
          setWrong(told.wrong);
          setRest(told.rest);
        },
      )
      .finally(() => setBusy(false));
  };
  return { isBusy, wrong, rest, submit, forget };
}

/** Return what the server says is wrong, by fields of the form where it says which. */
function placed(error: unknown, kind: Kind): { wrong: Wrong; rest: string | null } {
  const wrong = new Map<string, string>();
  const others: string[] = [];
  for (const { where, message } of errorsOf(error)) {
    const field = [...kind.fields.keys()].find((name) => where.split(/[.[\]]/).includes(name));
    if (field === undefined) others.push(message);
    else wrong.set(field === "regions" ? "stations" : field, message);
  }
  if (wrong.size === 0 && others.length === 0) others.push(messageOf(error));
  return { wrong, rest: others.length === 0 ? null : others.join(" ") };
}
