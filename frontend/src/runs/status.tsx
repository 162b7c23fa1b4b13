import { Chip } from "../ui/chip.tsx";
import { counted } from "../ui/numbers.ts";
import { Progress } from "../ui/progress.tsx";
import { howFar, type Run, TONES, WORDS } from "./run.ts";

interface StatusProps {
  readonly run: Run;
  /** How many are done before it, if it waits. */
  readonly before?: number | null;
}

/** Where a run is: in a word, and how far, if it is under way. */
export function Status({ run, before = null }: StatusProps) {
  const { status, progress } = run;
  const waits = before !== null && before > 0 ? ` behind ${counted(before, "run")}` : "";
  return (
    <>
      <Chip tone={TONES[status]}>{WORDS[status] + waits}</Chip>{" "}
      {status === "RUNNING" && progress !== null ? (
        <Progress label="Replications done" done={progress.done} of={progress.wanted}>
          {howFar(run)}
        </Progress>
      ) : null}
    </>
  );
}
