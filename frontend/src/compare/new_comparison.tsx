import { useState } from "react";

import { api, type Schemas, told } from "../api/client.ts";
import { useWhyNot } from "../api/me.ts";
import { useAsked } from "../api/use_asked.ts";
import { Button } from "../ui/button.tsx";
import { Input, Select } from "../ui/field.tsx";
import { ProblemBox } from "../ui/problem_box.tsx";
import view from "../ui/view.module.css";
import { navigate } from "../url/address.ts";
import { pathOfComparison } from "./fields.ts";
import { startBetween } from "./starting.ts";

type Scenario = Schemas["ScenarioInfo"];

/** Two scenarios to be held against each other: chosen, and simulated on the same random numbers. */
export function NewComparison() {
  const { value, error, again } = useAsked("scenarios to compare", async (signal) => {
    const params = { query: { limit: 1000 } };
    return (await told(api.GET("/api/scenarios", { params, signal }))).items;
  });
  if (error !== null) {
    return <ProblemBox what="The scenarios could not be loaded" error={error} again={again} />;
  }
  if (value === null || value.length < 2) {
    return (
      <p className={view.note}>
        Two scenarios are needed to compare: save one with the levers of the map, or derive one
        under Scenarios.
      </p>
    );
  }
  return <Form scenarios={value} />;
}

interface Wanted {
  readonly a: string;
  readonly b: string;
  readonly replications: string;
  readonly until: string;
}

function Form({ scenarios }: { readonly scenarios: readonly Scenario[] }) {
  const [wanted, setWanted] = useState<Wanted>(() => ({
    ...pairOf(scenarios),
    replications: "30",
    until: "",
  }));
  const { start, isBusy, error } = useStart(scenarios);
  const choices = scenarios.map((one) => ({ value: one.id, label: one.name }));
  const isSame = wanted.a === wanted.b;
  const change = (some: Partial<Wanted>) => setWanted({ ...wanted, ...some });
  return (
    <form
      aria-label="New comparison"
      onSubmit={(event) => {
        event.preventDefault();
        void start(wanted);
      }}
    >
      <div className={view.tools}>
        <Select label="Base" choices={choices} value={wanted.a} onPick={(a) => change({ a })} />
        <Select
          label="Variant"
          choices={choices}
          value={wanted.b}
          wrong={isSame ? "The same as the base." : null}
          onPick={(b) => change({ b })}
        />
        <Replications
          value={wanted.replications}
          onChange={(replications) => change({ replications })}
        />
        <Until value={wanted.until} onChange={(until) => change({ until })} />
        <Start isBusy={isBusy} isPossible={!isSame} />
      </div>
      {error === null ? null : <ProblemBox what="It was not started" error={error} />}
    </form>
  );
}

function Start({ isBusy, isPossible }: { readonly isBusy: boolean; readonly isPossible: boolean }) {
  const whyNot = useWhyNot("create_comparison");
  return (
    <Button look="main" type="submit" disabled={!isPossible || isBusy} whyNot={whyNot}>
      {isBusy ? "Starting…" : "Compare"}
    </Button>
  );
}

function useStart(scenarios: readonly Scenario[]) {
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const start = async ({ a, b, replications, until }: Wanted) => {
    setBusy(true);
    setError(null);
    try {
      const name = scenarios.find((one) => one.id === b)?.name ?? "variant";
      const asked = { replications: Number(replications), until: until.trim(), name };
      navigate(pathOfComparison((await startBetween(a, b, asked)).id));
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };
  return { start, isBusy, error };
}

interface TextProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

export function Replications({ value, onChange }: TextProps) {
  return (
    <Input
      label="Replications of each"
      type="number"
      min={1}
      step={1}
      value={value}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}

export function Until({ value, onChange }: TextProps) {
  return (
    <Input
      label="Simulated until"
      placeholder="the end, or 1d"
      value={value}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}

/** Return a scenario that was derived from another one, and that one; else the two newest. */
function pairOf(scenarios: readonly Scenario[]): { a: string; b: string } {
  const known = new Set(scenarios.map(({ id }) => id));
  const child = scenarios.find((one) => one.parent_id !== null && known.has(one.parent_id));
  const [first, second] = scenarios;
  return {
    a: child?.parent_id ?? second?.id ?? "",
    b: child?.id ?? first?.id ?? "",
  };
}
