import { useState } from "react";

import { messageOf } from "../api/problem.ts";
import { useDoing } from "../api/use_doing.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Input } from "../ui/field.tsx";

interface NameDialogProps {
  readonly title: string;
  /** What will be made, in words. */
  readonly text: string;
  readonly otherwise: string;
  readonly action: string;
  /** What fails is told in the dialogue, which stays. */
  readonly onName: (name: string) => Promise<void>;
  readonly onClose: () => void;
}

/** Asks for the name of something before it is made. */
export function NameDialog(props: NameDialogProps) {
  const { title, text, otherwise, action, onName, onClose } = props;
  const [name, setName] = useState(otherwise);
  const { isBusy, error, run } = useDoing();
  const make = () => run(() => onName(name.trim()).then(onClose));
  const isNamed = name.trim() !== "";
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <Button look="main" disabled={!isNamed || isBusy} onClick={make}>
          {isBusy ? "One moment…" : action}
        </Button>
      }
    >
      <p>{text}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isNamed && !isBusy) make();
        }}
      >
        <Input
          label="Name"
          value={name}
          maxLength={200}
          wrong={isNamed ? (error === null ? null : messageOf(error)) : "It needs a name."}
          onChange={(event) => setName(event.target.value)}
        />
      </form>
    </Dialog>
  );
}
