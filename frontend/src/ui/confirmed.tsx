import { useState } from "react";

import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";

interface ConfirmedProps {
  /** What is done. */
  readonly label: string;
  readonly question: string;
  /** What one may not expect of it. */
  readonly note?: string;
  /** Why it may not be done; null if it may. */
  readonly whyNot: string | null;
  readonly onYes: () => void;
}

/** A button for what cannot be undone: it asks first. */
export function Confirmed({ label, question, note, whyNot, onYes }: ConfirmedProps) {
  const [isAsking, setAsking] = useState(false);
  const close = () => setAsking(false);
  const yes = () => {
    close();
    onYes();
  };
  const actions = (
    <>
      <Button onClick={close}>Keep it</Button>
      <Button look="danger" onClick={yes}>
        {label}
      </Button>
    </>
  );
  return (
    <>
      <Button look="danger" whyNot={whyNot} onClick={() => setAsking(true)}>
        {label}
      </Button>
      {isAsking ? (
        <Dialog title={question} onClose={close} actions={actions}>
          <p>{note === undefined ? null : `${note} `}This cannot be undone.</p>
        </Dialog>
      ) : null}
    </>
  );
}
