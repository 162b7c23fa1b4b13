import { useMemo } from "react";

import { useAsked } from "../api/use_asked.ts";
import { Busy } from "../ui/busy.tsx";
import { Button } from "../ui/button.tsx";
import { Select } from "../ui/field.tsx";
import { ProblemBox } from "../ui/problem_box.tsx";
import { useAddressState } from "../url/address.ts";
import { Actions } from "./actions.tsx";
import { EffectsBox } from "./effects_box.tsx";
import { LeverRow } from "./lever_row.tsx";
import css from "./levers_panel.module.css";
import { type Lever, moved, positionOf } from "./positions.ts";
import { HORIZONS, LEVER_FIELDS, type LeverState, PAIRS, questionOf, readWhere } from "./state.ts";
import { askLevers, type Subject, subjectText } from "./subject.ts";
import { useWhatIf } from "./use_what_if.ts";
import { whatIsWrong } from "./what_is_wrong.ts";
import { WhereChoice } from "./where_choice.tsx";

interface LeversPanelProps {
  readonly subject: Subject;
  /** The station that is selected on the map, if any. */
  readonly station?: string | null;
  /** How often the subject itself has changed since it is shown. */
  readonly changed?: number;
}

/** Levers, and what they change: asked at once, told better and better. They change nothing
 * themselves. */
export function LeversPanel({ subject, station = null, changed = 0 }: LeversPanelProps) {
  const [state, change] = useAddressState(LEVER_FIELDS);
  const asked = useLevers(subject, state.where);
  const question = useMemo(() => questionOf(subject, state, changed), [subject, state, changed]);
  const { known, again } = useWhatIf(question);
  const levers = asked.value?.levers ?? [];
  const wrong = whatIsWrong(levers, known.error);
  return (
    <section className={css.panel} aria-label="Levers" data-guide="levers">
      <div className={css.head}>
        <WhereChoice
          where={state.where}
          regions={asked.value?.regions ?? []}
          station={station}
          onPick={(where) => change({ where })}
        />
        <Button disabled={state.levers.length === 0} onClick={() => change({ levers: [] })}>
          Reset all
        </Button>
      </div>
      <div>
        {asked.isFirst ? <Busy what="Loading the levers" /> : null}
        {asked.error === null ? null : (
          <ProblemBox what="There are no levers" error={asked.error} again={asked.again} />
        )}
        <Rows levers={levers} state={state} change={change} wrong={wrong.ofLevers} />
      </div>
      <div className={css.effects} data-guide="effects">
        <EffectsBox
          known={known}
          isAsked={question !== null}
          isToldElsewhere={wrong.areAllPlaced}
          again={again}
        />
        <Runs state={state} change={change} wrong={wrong.ofRuns} />
        {question === null ? null : <Actions subject={subject} state={state} />}
      </div>
    </section>
  );
}

function useLevers(subject: Subject, where: string) {
  const about = `${subjectText(subject)} ${where}`;
  return useAsked(about, (signal) => askLevers(subject, readWhere(where), signal));
}

interface StateProps {
  readonly state: LeverState;
  readonly change: (some: Partial<LeverState>) => void;
}

interface RowsProps extends StateProps {
  readonly levers: readonly Lever[];
  readonly wrong: ReadonlyMap<Lever, string>;
}

function Rows({ levers, state, change, wrong }: RowsProps) {
  return (
    <>
      <ul className={css.levers}>
        {levers.map((lever) => (
          <LeverRow
            key={lever.id}
            lever={lever}
            position={positionOf(lever, state.levers)}
            changes={state.levers}
            wrong={wrong.get(lever) ?? null}
            onMove={(value) => change({ levers: moved(state.levers, lever, value) })}
          />
        ))}
      </ul>
      <Elsewhere levers={levers} state={state} change={change} />
    </>
  );
}

/** Changes that none of the levers shown stands for: those of other stations, or of a link. */
function Elsewhere({ levers, state, change }: StateProps & { readonly levers: readonly Lever[] }) {
  const shown = new Set(levers.map((lever) => lever.path + lever.operation));
  const others = state.levers.filter(
    (text) => ![...shown].some((beginning) => text.startsWith(beginning)),
  );
  if (others.length === 0 || levers.length === 0) return null;
  return (
    <div className={css.others}>
      <h3>Changed elsewhere, too</h3>
      {others.map((text) => (
        <div key={text} className={css.other}>
          <code>{text}</code>
          <Button
            look="tool"
            aria-label={`Take back ${text}`}
            onClick={() => change({ levers: state.levers.filter((one) => one !== text) })}
          >
            ↺
          </Button>
        </div>
      ))}
    </div>
  );
}

const HORIZON_CHOICES = HORIZONS.map((value) => ({
  value,
  label: value === "day" ? "the first day" : "the whole time",
}));
const PAIR_CHOICES = PAIRS.map((many) => ({ value: String(many), label: `${many} pairs` }));

function Runs({ state, change, wrong }: StateProps & { readonly wrong: string | null }) {
  const pairs = String(state.pairs);
  const isListed = PAIR_CHOICES.some((one) => one.value === pairs);
  const choices = isListed
    ? PAIR_CHOICES
    : [...PAIR_CHOICES, { value: pairs, label: `${pairs} pairs` }];
  return (
    <div className={css.runs}>
      <Select
        label="Simulated"
        choices={HORIZON_CHOICES}
        value={state.horizon}
        wrong={wrong}
        onPick={(value) => change({ horizon: value === "day" ? "day" : "all" })}
      />
      <Select
        label="Replications"
        choices={choices}
        value={pairs}
        onPick={(value) => change({ pairs: Number(value) })}
      />
    </div>
  );
}
