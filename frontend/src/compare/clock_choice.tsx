import { Button } from "../ui/button.tsx";
import type { OneClock } from "./one_clock.ts";
import css from "./twins_beside.module.css";

/** Whether B goes with A: said, and chosen, as it changes B for all who watch it. */
export function ClockChoice({ clock: { isOne, may, choose } }: { readonly clock: OneClock }) {
  if (!may || isOne === null) return null;
  return (
    <p className={css.note} role="status">
      {isOne ? "B goes with A. " : "B has a clock of its own. "}
      <Button
        title={isOne ? undefined : "It is sought to A’s time, for all who watch it"}
        onClick={() => choose(!isOne)}
      >
        {isOne ? "Leave B alone" : "Have B go with A"}
      </Button>
    </p>
  );
}
