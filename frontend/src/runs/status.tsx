import { Chip } from "../ui/chip.tsx";
import { counted } from "../ui/numbers.ts";
import { Progress } from "../ui/progress.tsx";
import { howFar, type Run, TONES, wholeOf, WORDS } from "./run.ts";

/** Where a run is: in a word, and how far, if it is under way. A variant goes on with its whole. */
export function Status({ run }: { readonly run: Run }) {
  const { status, progress, waiting_before: before } = run;
  const whole = wholeOf(run);
  const waits = before !== null && before > 0 ? ` behind ${counted(before, "job")}` : "";
  return (
    <>
      <Chip tone={TONES[status]}>{WORDS[status] + waits}</Chip>{" "}
      {status === "RUNNING" && progress !== null ? (
        <Progress
          label={whole === null ? "Replications done" : `Runs done of the whole ${whole.kind}`}
          done={progress.done}
          of={progress.wanted}
        >
          {whole === null ? howFar(run) : `whole ${whole.kind}: ${howFar(run) ?? ""}`}
        </Progress>
      ) : null}
    </>
  );
}
