import { useState } from "react";

import { useWhyNot } from "../api/me.ts";
import { momentOf } from "../live/moment.ts";
import { useSnapshot, useTwin } from "../live/use_twin.ts";
import { Button } from "../ui/button.tsx";
import { sayFailed } from "../ui/toasts.tsx";
import css from "./link_sign.module.css";

/** Says that the city is not shown at the time of the link by which somebody came, and leads there.
 *
 * @param missed that time [s].
 */
export function LinkTime({ missed }: { readonly missed: number | null }) {
  const twin = useTwin();
  const { scene, now, link } = useSnapshot();
  const whyNot = useWhyNot("command_twin");
  const [settled, setSettled] = useState<number | null>(null);
  const isSaid = missed !== null && missed !== settled;
  if (!isSaid || scene === null || now === null || link.kind !== "open") return null;
  const go = () =>
    twin.command({ do: "seek", at: missed }).then(
      () => setSettled(missed),
      (error: unknown) => sayFailed("It could not be gone to", error),
    );
  const { start } = scene.clock;
  return (
    <section className={css.sign} aria-label="Time of the link">
      <p>
        <span role="status">This link is of {momentOf(start, missed)}</span>; the city is at{" "}
        {momentOf(start, now)}.
      </p>
      <Button look="main" whyNot={whyNot} onClick={() => void go()}>
        Go there
      </Button>
      <Button onClick={() => setSettled(missed)}>Stay here</Button>
    </section>
  );
}
