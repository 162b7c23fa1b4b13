import { useState } from "react";

import { api, type Schemas, told } from "../api/client.ts";
import { useWhyNot } from "../api/me.ts";
import { useKeys } from "../keys/registry.ts";
import { useTwin } from "../live/use_twin.ts";
import { Button } from "../ui/button.tsx";
import { Select } from "../ui/field.tsx";
import { sayDone, sayFailed } from "../ui/toasts.tsx";
import { EventList } from "./event_list.tsx";
import { type Kind, KIND_LABEL, KIND_ONE, KINDS } from "./kinds.ts";
import css from "./player.module.css";
import { beforeShown, useGoTo } from "./use_go_to.ts";

interface EventsProps {
  readonly kind: Kind;
  readonly onKind: (kind: Kind) => void;
  readonly isDisabled: boolean;
}

/** Which events the time line shows, and the way to the next one. */
export function Events({ kind, onKind, isDisabled }: EventsProps) {
  const { isBusy, jump } = useJump(kind);
  const group = "Player";
  useKeys([
    { keys: "n", label: "Next event", group, run: () => void jump("forward") },
    { keys: "p", label: "Event before", group, run: () => void jump("backward") },
  ]);
  const isHeld = isDisabled || isBusy;
  return (
    <div className={css.events}>
      <Way kind={kind} to="backward" isDisabled={isHeld} onGo={jump} />
      <Select
        label="Events"
        labelUnseen
        value={kind}
        choices={KINDS.map((value) => ({ value, label: KIND_LABEL[value] }))}
        onPick={(value) => onKind(value as Kind)}
      />
      <Way kind={kind} to="forward" isDisabled={isHeld} onGo={jump} />
      <AsTable kind={kind} />
    </div>
  );
}

type Direction = "forward" | "backward";

interface WayProps {
  readonly kind: Kind;
  readonly to: Direction;
  readonly isDisabled: boolean;
  readonly onGo: (to: Direction) => Promise<void>;
}

/** To the next event, or to the one before. */
function Way({ kind, to, isDisabled, onGo }: WayProps) {
  const one = KIND_ONE[kind];
  const label = to === "forward" ? `To the next ${one}` : `To the ${one} before`;
  return (
    <Button
      disabled={isDisabled}
      aria-label={label}
      title={`${label} (${to === "forward" ? "n" : "p"})`}
      onClick={() => void onGo(to)}
    >
      <span aria-hidden="true">{to === "forward" ? "›" : "‹"}</span>
    </Button>
  );
}

function AsTable({ kind }: { readonly kind: Kind }) {
  const [isOpen, setOpen] = useState(false);
  const whyNot = useWhyNot("command_twin");
  const label = `${KIND_LABEL[kind]} as a table`;
  return (
    <>
      <Button aria-label={label} title={label} onClick={() => setOpen(true)}>
        <span aria-hidden="true">☰</span>
      </Button>
      {isOpen ? <EventList kind={kind} whyNot={whyNot} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

interface Wanted {
  readonly after_s: number;
  readonly direction: Direction;
  readonly kinds: Kind[];
}

/** Ask until one is found, or it is known that there is none: the server simulates meanwhile. */
async function nextMark(twin_id: string, query: Wanted): Promise<Schemas["Mark"] | null> {
  for (;;) {
    const params = { path: { twin_id }, query };
    const found = await told(api.GET("/api/twins/{twin_id}/marks/next", { params }));
    if (found.mark !== null || found.is_settled) return found.mark;
  }
}

function useJump(kind: Kind) {
  const twin = useTwin();
  const goTo = useGoTo();
  const [isBusy, setBusy] = useState(false);
  const jump = async (direction: Direction) => {
    const now = twin.city.head?.now ?? 0;
    // Where the last jump led to has been seen, and is not the one before.
    const after_s = direction === "forward" ? now : beforeShown(now);
    setBusy(true);
    try {
      const mark = await nextMark(twin.id, { after_s, direction, kinds: [kind] });
      if (mark === null) {
        const where = direction === "forward" ? "after" : "before";
        sayDone(`There is no ${KIND_ONE[kind]} ${where} this moment.`);
        return;
      }
      await goTo(mark);
    } catch (error) {
      sayFailed(`The ${KIND_ONE[kind]} could not be found`, error);
    } finally {
      setBusy(false);
    }
  };
  return { isBusy, jump };
}
