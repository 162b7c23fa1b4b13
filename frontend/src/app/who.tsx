import { useState } from "react";

import { useSession } from "../api/session.ts";
import { Button } from "../ui/button.tsx";
import { TokenDialog } from "./token_dialog.tsx";

/** Who uses the page, where the server asks for tokens, and the way to be somebody else. */
export function Who() {
  const { token, isRefused, take } = useSession();
  const [isAsked, setAsked] = useState(false);
  const [isPutOff, setPutOff] = useState(false);
  const close = () => {
    setAsked(false);
    setPutOff(true);
  };
  return (
    <>
      {isRefused || isAsked ? (
        <Button onClick={() => setAsked(true)}>Give a token</Button>
      ) : token === null ? null : (
        <Button onClick={() => take(null)}>Forget the token</Button>
      )}
      {isAsked || (isRefused && !isPutOff) ? <TokenDialog onClose={close} /> : null}
    </>
  );
}
