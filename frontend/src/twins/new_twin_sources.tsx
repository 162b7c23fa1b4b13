import { useState } from "react";

import { api, type Schemas, told } from "../api/client.ts";
import { errorsOf, messageOf } from "../api/problem.ts";
import { type Asked, useAsked } from "../api/use_asked.ts";
import { momentOf } from "../live/moment.ts";
import { allScenarios } from "../scenarios/scenario_list.ts";
import { choicesOf } from "../scenarios/scenario_choice.tsx";
import { Busy } from "../ui/busy.tsx";
import { wallTime, YOUR_TIME } from "../ui/city_time.ts";
import { Input, Select } from "../ui/field.tsx";
import { counted } from "../ui/numbers.ts";
import { allTwins, snapshotsOf } from "./doing.ts";
import type { Given } from "./new_twin_body.ts";
import type { Snapshot, Twin } from "./twin.ts";

interface FieldsProps {
  readonly given: Given;
  readonly change: (some: Partial<Given>) => void;
  /** Why the server has not made it. */
  readonly error: unknown;
}

/** What is to be given for each thing that a twin can be made of. */
export function SourceFields(props: FieldsProps) {
  switch (props.given.source) {
    case "scenario":
      return <ScenarioFields {...props} />;
    case "run":
      return <RunFields {...props} />;
    case "snapshot":
      return <SnapshotFields {...props} />;
    case "recipe":
      return <RecipeField {...props} />;
  }
}

interface Choice {
  readonly value: string;
  readonly label: string;
  readonly group?: string;
}

interface OneOfProps {
  readonly label: string;
  readonly asked: Asked<unknown>;
  readonly choices: readonly Choice[];
  /** Where there is nothing to choose. */
  readonly nothing: string;
  readonly value: string;
  readonly wrong?: string | null;
  readonly onPick: (value: string) => void;
}

function OneOf({ label, asked, choices, nothing, value, wrong = null, onPick }: OneOfProps) {
  if (asked.isFirst) return <Busy what="Loading what there is" />;
  if (asked.value === null) return <p role="alert">{messageOf(asked.error)}</p>;
  const first = { value: "", label: choices.length === 0 ? nothing : "choose one" };
  return (
    <Select
      label={label}
      required
      choices={[first, ...choices]}
      value={value}
      wrong={wrong}
      onPick={onPick}
    />
  );
}

function ScenarioFields({ given, change, error }: FieldsProps) {
  const asked = useAsked("scenarios to make a twin of", allScenarios);
  return (
    <>
      <OneOf
        label="Scenario"
        asked={asked}
        choices={choicesOf(asked.value ?? [])}
        nothing="there are none yet"
        value={given.scenario}
        onPick={(scenario) => change({ scenario })}
      />
      <Input
        label="Seed"
        type="number"
        min={0}
        step={1}
        hint="Of all draws"
        value={given.seed}
        wrong={wrongAt(error, "seed")}
        onChange={(event) => change({ seed: event.target.value })}
      />
    </>
  );
}

const MOST_RUNS = 200;

function RunFields({ given, change, error }: FieldsProps) {
  const asked = useAsked("runs to watch", async (signal) => {
    const query = { limit: MOST_RUNS, status: "COMPLETED" as const };
    return (await told(api.GET("/api/runs", { params: { query }, signal }))).items;
  });
  const labelOf = (run: Schemas["RunInfo"]) =>
    `${run.scenario_name}, seed ${run.seed}, ${wallTime(run.created_at)} (${YOUR_TIME})`;
  const runs = asked.value ?? [];
  const most = runs.find(({ id }) => id === given.run)?.replications ?? 1;
  return (
    <>
      <OneOf
        label="Run"
        asked={asked}
        choices={runs.map((run) => ({ value: run.id, label: labelOf(run) }))}
        nothing="none is completed yet"
        value={given.run}
        onPick={(run) => change({ run })}
      />
      <Input
        label="Replication"
        type="number"
        min={0}
        max={most - 1}
        step={1}
        hint={`0 to ${most - 1}`}
        value={given.replication}
        wrong={wrongAt(error, "replication")}
        onChange={(event) => change({ replication: event.target.value })}
      />
    </>
  );
}

function SnapshotFields({ given, change }: FieldsProps) {
  const asked = useAsked("twins with snapshots", allTwins);
  const [chosen, setChosen] = useState("");
  const twin = asked.value?.find(({ id }) => id === chosen);
  const kept = useAsked(chosen === "" ? null : `snapshots of ${chosen}`, (signal) =>
    snapshotsOf(chosen, signal),
  );
  return (
    <>
      <OneOf
        label="Twin"
        asked={asked}
        choices={(asked.value ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        nothing="there are none yet"
        value={chosen}
        onPick={(id) => {
          setChosen(id);
          change({ snapshot: "" });
        }}
      />
      {twin === undefined ? null : (
        <OneOf
          label="Snapshot"
          asked={kept}
          choices={(kept.value ?? []).map((one) => ({
            value: one.id,
            label: snapshotLabel(one, twin),
          }))}
          nothing="it has none"
          value={given.snapshot}
          onPick={(snapshot) => change({ snapshot })}
        />
      )}
    </>
  );
}

function snapshotLabel({ now_s, created_at, by }: Snapshot, { start }: Twin): string {
  return `at ${momentOf(start, now_s)}, taken ${wallTime(created_at)} (${YOUR_TIME}) by ${by}`;
}

function RecipeField({ given, change, error }: FieldsProps) {
  const [wrong, setWrong] = useState<string | null>(null);
  const read = async (file: File | undefined) => {
    setWrong(null);
    change({ recipe: null });
    if (file === undefined) return;
    try {
      change({ recipe: recipeIn(await file.text()) });
    } catch {
      setWrong("This file holds no recipe.");
    }
  };
  const made = given.recipe?.made;
  const hint = Array.isArray(made)
    ? `${counted(made.length, "thing")} made of it`
    : "As a twin's panel saves it, under About this twin";
  return (
    <Input
      label="Recipe (JSON)"
      type="file"
      accept=".json,application/json"
      hint={hint}
      wrong={wrong ?? wrongAt(error, "recipe")}
      onChange={(event) => void read(event.target.files?.[0])}
    />
  );
}

function recipeIn(text: string): Record<string, unknown> {
  const found: unknown = JSON.parse(text);
  if (typeof found !== "object" || found === null || !("voltwin_recipe" in found)) {
    throw new Error("no recipe");
  }
  return { ...found };
}

function wrongAt(error: unknown, field: string): string | null {
  return errorsOf(error).find(({ where }) => where.includes(field))?.message ?? null;
}
