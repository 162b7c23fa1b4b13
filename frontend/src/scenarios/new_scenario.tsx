import { useState } from "react";

import { reach } from "../api/client.ts";
import { useWhyNot } from "../api/me.ts";
import { messageOf } from "../api/problem.ts";
import { useAsked } from "../api/use_asked.ts";
import { Busy } from "../ui/busy.tsx";
import { Button } from "../ui/button.tsx";
import { Chip } from "../ui/chip.tsx";
import { counted, duration } from "../ui/numbers.ts";
import { ProblemBox } from "../ui/problem_box.tsx";
import { sayFailed } from "../ui/toasts.tsx";
import view from "../ui/view.module.css";
import { navigate, useAddressState } from "../url/address.ts";
import { optionalText } from "../url/fields.ts";
import { pathOf } from "../url/routes.ts";
import { useDraft } from "./draft.ts";
import { Editor } from "./editor.tsx";
import css from "./new_scenario.module.css";
import { TEMPLATE } from "./template.ts";
import { useVerdict } from "./use_verdict.ts";
import { store, type Verdict, type Wrong } from "./validity.ts";

const FIELDS = { from: optionalText() };
const NOTHING: readonly Wrong[] = [];

/** A scenario to be written: from a small one, or from a copy of another. */
export default function NewScenario() {
  const [{ from }] = useAddressState(FIELDS);
  const begun = useAsked(from ?? "template", async (signal) => {
    if (from === null) return TEMPLATE;
    const path = `/api/scenarios/${encodeURIComponent(from)}/scenario?format=yaml`;
    return (await reach(path, { signal })).text();
  });
  if (begun.value === null) {
    if (begun.error === null) return <Busy what="Loading the scenario" />;
    const what = "The scenario could not be loaded";
    return <ProblemBox what={what} error={begun.error} again={begun.again} />;
  }
  const about = from === null ? "a new scenario" : `a copy of ${from}`;
  return <Written key={about} about={about} begun={begun.value} />;
}

interface WrittenProps {
  /** Of what it is. */
  readonly about: string;
  readonly begun: string;
}

function Written({ about, begun }: WrittenProps) {
  const draft = useDraft(about, begun);
  const { text } = draft;
  const [shown, setShown] = useState<{ readonly wrong: Wrong } | null>(null);
  const { verdict, error } = useVerdict(text);
  const mayNot = useWhyNot("create_scenario");
  const add = () => {
    store(text).then(
      (stored) => {
        draft.forget();
        navigate(pathOf("scenarios", stored.id));
      },
      (failure: unknown) => sayFailed("The scenario was not stored", failure),
    );
  };
  const wrong = verdict?.is === "wrong" ? verdict.wrong : NOTHING;
  return (
    <div className={view.list}>
      <header className={view.head}>
        <h1>A new scenario</h1>
        <Judged verdict={verdict} error={error} />
        <div className={view.actions}>
          {draft.isKept ? <Kept onDrop={draft.drop} /> : null}
          <Button look="main" whyNot={mayNot} disabled={verdict?.is !== "valid"} onClick={add}>
            Store it
          </Button>
        </div>
      </header>
      <div className={css.parts}>
        <Editor text={draft.first} onText={draft.write} wrong={wrong} shown={shown} />
        <p className={view.note}>Ctrl+Space offers fields. Escape, then Tab, leaves the editor.</p>
        <WrongList wrong={wrong} onShow={(one) => setShown({ wrong: one })} />
      </div>
    </div>
  );
}

function Kept({ onDrop }: { readonly onDrop: () => void }) {
  return (
    <>
      <p className={view.note}>What you wrote before is here again.</p>
      <Button onClick={onDrop}>Begin anew</Button>
    </>
  );
}

interface JudgedProps {
  readonly verdict: Verdict | null;
  readonly error: unknown;
}

function Judged({ verdict, error }: JudgedProps) {
  if (error !== null) return <Chip tone="bad">{messageOf(error)}</Chip>;
  if (verdict === null) return <Chip tone="plain">checking</Chip>;
  if (verdict.is === "wrong") {
    return <Chip tone="bad">{counted(verdict.wrong.length, "thing is", "things are")} wrong</Chip>;
  }
  const { stations, horizon_s: horizon } = verdict.validity;
  return (
    <Chip tone="good">
      valid: {counted(stations, "station")}, {duration(horizon)}
    </Chip>
  );
}

interface WrongListProps {
  readonly wrong: readonly Wrong[];
  readonly onShow: (wrong: Wrong) => void;
}

/** What is wrong; a press shows its place. */
function WrongList({ wrong, onShow }: WrongListProps) {
  if (wrong.length === 0) return null;
  return (
    <ul className={css.wrong} aria-label="What is wrong">
      {wrong.map((one) => (
        <li key={`${one.where ?? ""} ${one.message}`}>
          <button type="button" onClick={() => onShow(one)}>
            {one.message}
          </button>
        </li>
      ))}
    </ul>
  );
}
