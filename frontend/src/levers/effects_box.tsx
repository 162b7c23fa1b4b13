import { messageOf } from "../api/problem.ts";
import { Busy } from "../ui/busy.tsx";
import { Button } from "../ui/button.tsx";
import type { Known } from "./asker.ts";
import css from "./effects_box.module.css";
import { EffectsTable } from "./effects_table.tsx";
import type { Effects } from "./use_what_if.ts";

interface EffectsBoxProps {
  readonly known: Known<Effects>;
  readonly isAsked: boolean;
  /** Is the error told elsewhere, beside the lever that caused it? */
  readonly isToldElsewhere: boolean;
  readonly again: () => void;
}

/** What the levers change, and how much of that is known yet. */
export function EffectsBox({ known, isAsked, isToldElsewhere, again }: EffectsBoxProps) {
  const { line, error } = known;
  if (!isAsked) {
    return (
      <p className={css.hint}>
        Move a lever. The city is simulated at once with it and without it, on the same random
        numbers, and what it changes stands here.
      </p>
    );
  }
  if (error !== null) {
    return (
      <div className={css.failed} role="alert">
        <p>{isToldElsewhere ? "That cannot be simulated: see the lever." : messageOf(error)}</p>
        {isToldElsewhere ? null : <Button onClick={again}>Try again</Button>}
      </div>
    );
  }
  return (
    <div
      data-effects
      data-pairs={known.isFormer ? 0 : (line?.pairs ?? 0)}
      aria-busy={known.isComputing}
    >
      <Progress known={known} />
      {line === null ? (
        <Busy what="Simulating the first pair" />
      ) : (
        <div className={known.isFormer ? css.former : undefined}>
          <EffectsTable effects={line} />
        </div>
      )}
    </div>
  );
}

function Progress({ known: { line, isComputing, isFormer } }: { readonly known: Known<Effects> }) {
  const pairs = line?.pairs ?? 0;
  const of = line?.of ?? 1;
  const said = isFormer
    ? "as it was before; simulating this"
    : line === null
      ? "simulating"
      : `${pairs} of ${of} pairs${isComputing ? ", going on" : ""}`;
  return (
    <div className={css.progress}>
      <h3>What it changes</h3>
      <span role="status">{said}</span>
      <progress
        className={css.bar}
        aria-label="Pairs simulated"
        max={of}
        value={isFormer ? 0 : pairs}
        data-done={!isComputing}
      />
    </div>
  );
}
