import { useState } from "react";

import type { Schemas } from "../api/client.ts";
import { useWhyNot } from "../api/me.ts";
import { useAsked } from "../api/use_asked.ts";
import { allScenarios } from "../scenarios/scenario_list.ts";
import { ScenarioChoice } from "../scenarios/scenario_choice.tsx";
import { Busy } from "../ui/busy.tsx";
import { Button } from "../ui/button.tsx";
import { Input } from "../ui/field.tsx";
import { ProblemBox } from "../ui/problem_box.tsx";
import view from "../ui/view.module.css";
import { navigate } from "../url/address.ts";
import { pathOfComparison } from "./fields.ts";
import { startBetween } from "./starting.ts";

type Scenario = Schemas["ScenarioInfo"];

const LATER_MS = 60_000; // what others have stored

/** Two scenarios to be held against each other: chosen, and simulated on the same random numbers. */
export function NewComparison() {
  const { value, error, again } = useAsked("scenarios to compare", allScenarios, {
    every: LATER_MS,
  });
  if (value === null) {
    if (error === null) return <Busy what="Loading the scenarios" />;
    return <ProblemBox what="The scenarios could not be loaded" error={error} again={again} />;
  }
  if (value.length < 2) {
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
        <ScenarioChoice
          label="Base"
          scenarios={scenarios}
          value={wanted.a}
          onPick={(a) => change({ a })}
        />
        <ScenarioChoice
          label="Variant"
          scenarios={scenarios}
          value={wanted.b}
          wrong={isSame ? "The same as the base." : null}
          onPick={(b) => change({ b })}
        />
        <Long wanted={wanted} change={change} />
        <Start isBusy={isBusy} isPossible={!isSame} />
      </div>
      {error === null ? null : <ProblemBox what="It was not started" error={error} />}
    </form>
  );
}

interface LongProps {
  readonly wanted: Wanted;
  readonly change: (some: Partial<Wanted>) => void;
}

/** How long, and how often. */
function Long({ wanted: { replications, until }, change }: LongProps) {
  return (
    <>
      <Replications value={replications} onChange={(many) => change({ replications: many })} />
      <Until value={until} onChange={(end) => change({ until: end })} />
    </>
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
