import type { ReactNode } from "react";

import { useWhyNot } from "../api/me.ts";
import { TONES, WORDS } from "../runs/run.ts";
import { Button } from "../ui/button.tsx";
import { Chip } from "../ui/chip.tsx";
import { wallTime, YOUR_TIME } from "../ui/city_time.ts";
import { Confirmed } from "../ui/confirmed.tsx";
import { count, counted, duration } from "../ui/numbers.ts";
import { Progress } from "../ui/progress.tsx";
import { sayDone, sayFailed } from "../ui/toasts.tsx";
import view from "../ui/view.module.css";
import { navigate } from "../url/address.ts";
import { cancelExperiment, deleteExperiment, type Experiment, isActive } from "./experiment.ts";

interface ExperimentHeadProps {
  readonly experiment: Experiment;
  readonly title: string;
  /** Where all of its kind are. */
  readonly all: string;
  readonly changed: () => void;
  readonly children?: ReactNode;
}

/** What an experiment is, where it stands, and what can be done with it. */
export function ExperimentHead(props: ExperimentHeadProps) {
  const { experiment, title, all, changed, children } = props;
  const { replications, seed, until_s, by, asked_at } = experiment;
  return (
    <>
      <header className={view.head}>
        <h1>{title}</h1>
        <StatusOf experiment={experiment} />
        <div className={view.actions}>
          {children}
          <Cancel experiment={experiment} changed={changed} />
          <Delete experiment={experiment} all={all} />
        </div>
      </header>
      <dl className={view.facts} aria-label={`About this ${experiment.kind}`}>
        <Fact name="Variants" value={variantsText(experiment)} />
        <Fact name="Replications" value={`${count(replications)} of each`} />
        <Fact name="Simulated" value={duration(until_s)} />
        <Fact name="Seed" value={String(seed)} />
        <Fact name="Asked for" value={`by ${by}, ${wallTime(asked_at)} (${YOUR_TIME})`} />
      </dl>
      {experiment.error === null ? null : <p role="alert">{experiment.error}</p>}
    </>
  );
}

/** Return how many variants there are: a comparison's base is none. */
export function variantsText({ kind, variants }: Experiment): string {
  return kind === "comparison" ? `${count(variants - 1)} and the base` : count(variants);
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

/** Where an experiment is, in a word, and how far: runs that are done, and the time left. */
export function StatusOf({ experiment }: { readonly experiment: Experiment }) {
  const { status, progress } = experiment;
  return (
    <>
      <Chip tone={TONES[status]}>{WORDS[status]}</Chip>{" "}
      {status === "RUNNING" && progress !== null ? (
        <Progress label="Runs done" done={progress.done} of={progress.wanted}>
          {howFar(experiment)}
        </Progress>
      ) : null}
    </>
  );
}

function howFar({ progress }: Experiment): string {
  if (progress === null) return "";
  if (progress.waiting_for !== null) return `waits: ${progress.waiting_for}`;
  const left = progress.left_s === null ? "" : `, ${duration(progress.left_s)} left`;
  return `${count(progress.done)} of ${count(progress.wanted)}${left}`;
}

interface CancelProps {
  readonly experiment: Experiment;
  readonly changed: () => void;
}

function Cancel({ experiment, changed }: CancelProps) {
  const whyNot = useWhyNot(experiment.kind === "sweep" ? "cancel_sweep" : "cancel_comparison");
  if (!isActive(experiment)) return null;
  const cancel = () => {
    cancelExperiment(experiment).then(
      () => {
        sayDone(`The ${experiment.kind} is cancelled.`);
        changed();
      },
      (error: unknown) => sayFailed(`The ${experiment.kind} was not cancelled`, error),
    );
  };
  return (
    <Button whyNot={whyNot} onClick={cancel}>
      Cancel
    </Button>
  );
}

function Delete({ experiment, all }: Pick<ExperimentHeadProps, "experiment" | "all">) {
  const { kind } = experiment;
  const whyNot = useWhyNot(kind === "sweep" ? "delete_sweep" : "delete_comparison");
  if (isActive(experiment)) return null; // it is cancelled first
  const remove = () => {
    deleteExperiment(experiment).then(
      () => {
        sayDone(`The ${kind} is deleted.`);
        navigate(all);
      },
      (error: unknown) => sayFailed(`The ${kind} was not deleted`, error),
    );
  };
  return (
    <Confirmed
      label="Delete"
      question={`Delete this ${kind}, its ${counted(experiment.variants, "run")} and all results?`}
      note="The scenarios of its variants stay."
      whyNot={whyNot}
      onYes={remove}
    />
  );
}
