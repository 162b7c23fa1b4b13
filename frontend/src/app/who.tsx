import { useState } from "react";

import { useMe } from "../api/me.ts";
import { useSession } from "../api/session.ts";
import { Button } from "../ui/button.tsx";
import css from "./who.module.css";
import { TokenDialog } from "./token_dialog.tsx";

/** Who uses the page, where the server asks for tokens, and the way to be somebody else. */
export function Who() {
  const { token, isRefused, take } = useSession();
  const me = useMe((state) => state.me);
  const [isAsked, setAsked] = useState(false);
  const [isPutOff, setPutOff] = useState(false);
  const close = () => {
    setAsked(false);
    setPutOff(true);
  };
  const use = (given: string) => {
    setAsked(false);
    setPutOff(false); // if it is refused, another one is asked for
    take(given);
  };
  const isUnknown = isRefused && me === null;
  return (
    <>
      {isUnknown || isAsked ? <Button onClick={() => setAsked(true)}>Give a token</Button> : null}
      {me?.needs_token === true && token !== null ? (
        <Button look="tool" title="Forget the token of this tab" onClick={() => take(null)}>
          <span className={css.name}>{me.name}</span> ({me.role})
        </Button>
      ) : null}
      {isAsked || (isUnknown && !isPutOff) ? <TokenDialog onTake={use} onClose={close} /> : null}
    </>
  );
}
