import { type SubmitEvent, useState } from "react";

import { errorsOf, messageOf } from "../api/problem.ts";
import { useDoing } from "../api/use_doing.ts";
import { momentOf } from "../live/moment.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Input } from "../ui/field.tsx";
import view from "../ui/view.module.css";
import { navigate } from "../url/address.ts";
import { pathOf } from "../url/routes.ts";
import { boundsOf } from "./city_times.ts";
import { fork } from "./doing.ts";
import type { Twin } from "./twin.ts";

interface ForkDialogProps {
  readonly twin: Twin;
  readonly onClose: () => void;
}

const FORM = "fork";

/** Makes a twin that shares the past of another one, and shows it. */
export function ForkDialog({ twin, onClose }: ForkDialogProps) {
  const [name, setName] = useState(`${twin.name}, fork`.slice(0, 200));
  const [at, setAt] = useState("");
  const { isBusy, error, run } = useDoing();
  const make = async () => {
    const made = await fork(twin.id, name.trim(), at === "" ? null : at);
    navigate(pathOf("city", made.id));
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    run(make);
  };
  const wrongAt = errorsOf(error).find(({ where }) => where.endsWith("at"))?.message ?? null;
  const button = (
    <Button look="main" type="submit" form={FORM} disabled={isBusy || name.trim() === ""}>
      {isBusy ? "Forking" : "Fork"}
    </Button>
  );
  return (
    <Dialog title={`Fork "${twin.name}"`} onClose={onClose} actions={button}>
      <p>
        The fork has the same past, and from then on a life of its own: what is done to one, the
        other does not know.
      </p>
      <form id={FORM} className={view.form} onSubmit={submit}>
        <Fields twin={twin} name={name} at={at} wrongAt={wrongAt} onName={setName} onAt={setAt} />
      </form>
      {error === null || wrongAt !== null ? null : <p role="alert">{messageOf(error)}</p>}
    </Dialog>
  );
}

interface FieldsProps {
  readonly twin: Twin;
  readonly name: string;
  readonly at: string;
  readonly wrongAt: string | null;
  readonly onName: (name: string) => void;
  readonly onAt: (at: string) => void;
}

function Fields({ twin, name, at, wrongAt, onName, onAt }: FieldsProps) {
  return (
    <>
      <Input
        label="Name"
        value={name}
        maxLength={200}
        wrong={name.trim() === "" ? "It needs a name." : null}
        onChange={(event) => onName(event.target.value)}
      />
      <Input
        label="It stands at (city time)"
        type="datetime-local"
        value={at}
        {...boundsOf(twin.start, twin.horizon_s)}
        wrong={wrongAt}
        hint={`Empty: where this one stands, ${momentOf(twin.start, twin.now_s)}`}
        onChange={(event) => onAt(event.target.value)}
      />
    </>
  );
}
