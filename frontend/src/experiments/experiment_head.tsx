import type { ReactNode } from "react";

import { useWhyNot } from "../api/me.ts";
import { TONES, WORDS } from "../runs/run.ts";
import { Button } from "../ui/button.tsx";
import { Chip } from "../ui/chip.tsx";
import { count, duration } from "../ui/numbers.ts";
import { Progress } from "../ui/progress.tsx";
import { sayDone, sayFailed } from "../ui/toasts.tsx";
import view from "../ui/view.module.css";
import { cancelExperiment, type Experiment, isActive } from "./experiment.ts";

interface ExperimentHeadProps {
  readonly experiment: Experiment;
  readonly title: string;
  readonly changed: () => void;
  readonly children?: ReactNode;
}

/** What an experiment is, where it stands, and what can be done with it. */
export function ExperimentHead({ experiment, title, changed, children }: ExperimentHeadProps) {
  const { variants, replications, seed, until_s, by } = experiment;
  return (
    <>
      <header className={view.head}>
        <h1>{title}</h1>
        <StatusOf experiment={experiment} />
        <div className={view.actions}>
          {children}
          <Cancel experiment={experiment} changed={changed} />
        </div>
      </header>
      <dl className={view.facts}>
        <Fact name="Variants" value={count(variants)} />
        <Fact name="Replications" value={`${count(replications)} of each`} />
        <Fact name="Simulated" value={duration(until_s)} />
        <Fact name="Seed" value={String(seed)} />
        <Fact name="Asked for by" value={by} />
      </dl>
      {experiment.error === null ? null : <p role="alert">{experiment.error}</p>}
    </>
  );
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
  return `${progress.done} of ${progress.wanted}${left}`;
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
