import { type SubmitEvent, useState } from "react";

import { useSession } from "../api/session.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Input } from "../ui/field.tsx";

const FORM = "token";
const LOOKS_RIGHT = /^vt_\S+$/;

interface TokenDialogProps {
  readonly onTake: (token: string) => void;
  readonly onClose: () => void;
}

/** Asks for the token of whoever uses the page. */
export function TokenDialog({ onTake, onClose }: TokenDialogProps) {
  const { token, isRefused } = useSession();
  const [given, setGiven] = useState("");
  const refused = isRefused && token !== null ? "The server does not know this token." : null;
  const wrong = given !== "" && !LOOKS_RIGHT.test(given.trim()) ? "A token begins with vt_." : null;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!LOOKS_RIGHT.test(given.trim())) return;
    onTake(given.trim());
  };
  const button = (
    <Button look="main" type="submit" form={FORM}>
      Use this token
    </Button>
  );
  return (
    <Dialog title="A token is needed" onClose={onClose} actions={button}>
      <p>
        This server shows its cities to those who have a token. Whoever runs it makes one with{" "}
        <code>voltwin token create</code>.
      </p>
      <form id={FORM} onSubmit={submit}>
        <Input
          label="Token"
          type="password"
          autoComplete="off"
          spellCheck={false}
          value={given}
          onChange={(event) => setGiven(event.target.value)}
          wrong={wrong ?? (given === "" ? refused : null)}
          hint="It is kept until this tab is closed, and sent to this server alone."
        />
      </form>
    </Dialog>
  );
}
