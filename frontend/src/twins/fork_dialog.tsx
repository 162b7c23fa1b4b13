import { type SubmitEvent, useState } from "react";

import { errorsOf, messageOf } from "../api/problem.ts";
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
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const make = (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    fork(twin.id, name.trim(), at === "" ? null : at).then(
      (made) => navigate(pathOf("city", made.id)),
      (failure: unknown) => {
        setError(failure);
        setBusy(false);
      },
    );
  };
  const button = (
    <Button look="main" type="submit" form={FORM} disabled={isBusy || name.trim() === ""}>
      {isBusy ? "Forking" : "Fork"}
    </Button>
  );
  const wrongAt = errorsOf(error).find(({ where }) => where.endsWith("at"))?.message ?? null;
  return (
    <Dialog title={`Fork "${twin.name}"`} onClose={onClose} actions={button}>
      <p>
        The fork has the same past, and from then on a life of its own: what is done to one, the
        other does not know.
      </p>
      <form id={FORM} className={view.form} onSubmit={make}>
        <Input
          label="Name"
          value={name}
          maxLength={200}
          wrong={name.trim() === "" ? "It needs a name." : null}
          onChange={(event) => setName(event.target.value)}
        />
        <Input
          label="It stands at (city time)"
          type="datetime-local"
          value={at}
          {...boundsOf(twin.start, twin.horizon_s)}
          wrong={wrongAt}
          hint={`Empty: where this one stands, ${momentOf(twin.start, twin.now_s)}`}
          onChange={(event) => setAt(event.target.value)}
        />
      </form>
      {error === null || wrongAt !== null ? null : <p role="alert">{messageOf(error)}</p>}
    </Dialog>
  );
}
