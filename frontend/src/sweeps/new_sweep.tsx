import { useState } from "react";

import { api, type Schemas, told } from "../api/client.ts";
import { useWhyNot } from "../api/me.ts";
import { useAsked } from "../api/use_asked.ts";
import { Replications, Until } from "../compare/new_comparison.tsx";
import { askLevers, EVERYWHERE } from "../levers/subject.ts";
import { ScenarioChoice } from "../scenarios/scenario_choice.tsx";
import { Busy } from "../ui/busy.tsx";
import { Button } from "../ui/button.tsx";
import { Input, Select } from "../ui/field.tsx";
import { ProblemBox } from "../ui/problem_box.tsx";
import view from "../ui/view.module.css";
import { navigate } from "../url/address.ts";
import { pathOf } from "../url/routes.ts";
import { Estimate } from "./estimate.tsx";
import { FactorFields } from "./factor_fields.tsx";
import css from "./new_sweep.module.css";
import { bodyOf, type Design, DESIGNS, factorOf, missingOf, type Plan } from "./plan.ts";

type Scenario = Schemas["ScenarioInfo"];

const DESIGN_WORDS: Readonly<Record<Design, string>> = {
  grid: "grid: every combination",
  latin_hypercube: "Latin hypercube: spread",
  sobol: "Sobol points: spread evenly",
};

/** A new sweep: of which scenario, what is varied, how. */
export function NewSweep({ scenarios }: { readonly scenarios: readonly Scenario[] }) {
  const [plan, setPlan] = useState<Plan>(() => ({
    name: "sweep",
    scenario: (scenarios.find((one) => one.parent_id === null) ?? scenarios[0])?.id ?? "",
    factors: [],
    design: "grid",
    variants: 32,
    replications: 4,
    until: "1d",
  }));
  const change = (some: Partial<Plan>) => setPlan({ ...plan, ...some });
  const { start, isBusy, error } = useStart();
  return (
    <form
      className={css.form}
      aria-label="New sweep"
      onSubmit={(event) => {
        event.preventDefault();
        void start(plan);
      }}
    >
      <About plan={plan} change={change} scenarios={scenarios} />
      <Factors plan={plan} change={change} />
      <Size plan={plan} change={change} />
      <Estimate plan={plan} />
      <Start plan={plan} isBusy={isBusy} />
      {error === null ? null : <ProblemBox what="The sweep was not started" error={error} />}
    </form>
  );
}

interface PlanProps {
  readonly plan: Plan;
  readonly change: (some: Partial<Plan>) => void;
}

function About(props: PlanProps & { readonly scenarios: readonly Scenario[] }) {
  const { plan, change, scenarios } = props;
  return (
    <div className={view.tools}>
      <Input
        label="Name"
        value={plan.name}
        maxLength={200}
        onChange={({ target }) => change({ name: target.value })}
      />
      <ScenarioChoice
        label="Scenario"
        scenarios={scenarios}
        value={plan.scenario}
        onPick={(scenario) => change({ scenario, factors: [] })}
      />
    </div>
  );
}

function Factors({ plan, change }: PlanProps) {
  const { scenario, factors } = plan;
  const asked = useLeversOf(scenario);
  if (asked.value === null) {
    if (asked.error === null) return <Busy what="Loading what can be varied" />;
    return <ProblemBox what="There is nothing to vary" error={asked.error} again={asked.again} />;
  }
  const taken = new Set(factors.map(({ lever }) => lever.id));
  const free = asked.value.levers.filter(({ id }) => !taken.has(id));
  const add = (id: string) => {
    const lever = free.find((one) => one.id === id);
    if (lever !== undefined) change({ factors: [...factors, factorOf(lever)] });
  };
  return (
    <>
      <ul className={css.factors}>
        {factors.map((factor, i) => (
          <FactorFields
            key={factor.lever.id}
            factor={factor}
            onChange={(changed) => change({ factors: factors.with(i, changed) })}
            onDrop={() => change({ factors: factors.filter((one) => one !== factor) })}
          />
        ))}
      </ul>
      <div className={view.tools}>
        <Select
          label="Vary"
          choices={[
            { value: "", label: factors.length === 0 ? "choose a lever" : "one more lever" },
            ...free.map(({ id, label }) => ({ value: id, label })),
          ]}
          value=""
          onPick={add}
        />
      </div>
    </>
  );
}

function useLeversOf(scenario: string) {
  return useAsked(`levers to vary of ${scenario}`, (signal) =>
    askLevers({ kind: "scenario", id: scenario }, EVERYWHERE, signal),
  );
}

function Size({ plan, change }: PlanProps) {
  return (
    <div className={view.tools}>
      <Select
        label="Design"
        choices={DESIGNS.map((value) => ({ value, label: DESIGN_WORDS[value] }))}
        value={plan.design}
        onPick={(value) => change({ design: DESIGNS.find((one) => one === value) ?? "grid" })}
      />
      {plan.design === "grid" ? null : (
        <Input
          label="Variants"
          type="number"
          min={1}
          value={plan.variants}
          onChange={({ target }) => change({ variants: target.valueAsNumber || 1 })}
        />
      )}
      <Replications
        value={String(plan.replications)}
        onChange={(value) => change({ replications: Math.max(1, Number(value) || 1) })}
      />
      <Until value={plan.until} onChange={(until) => change({ until })} />
    </div>
  );
}

function Start({ plan, isBusy }: { readonly plan: Plan; readonly isBusy: boolean }) {
  const mayNot = useWhyNot("create_sweep");
  const missing = missingOf(plan);
  return (
    <div className={view.tools}>
      <Button look="main" type="submit" disabled={isBusy} whyNot={mayNot ?? missing}>
        {isBusy ? "Starting…" : "Start the sweep"}
      </Button>
      {missing === null ? null : <span className={css.note}>{missing}</span>}
    </div>
  );
}

function useStart() {
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const start = async (plan: Plan) => {
    setBusy(true);
    setError(null);
    try {
      const started = await told(api.POST("/api/sweeps", { body: bodyOf(plan) }));
      navigate(pathOf("sweeps", started.id));
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };
  return { start, isBusy, error };
}
