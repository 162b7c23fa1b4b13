import { useRef, useState } from "react";

import { api, type Schemas, told } from "../api/client.ts";
import { useWhyNot } from "../api/me.ts";
import { useKeys } from "../keys/registry.ts";
import { useTwin } from "../live/use_twin.ts";
import { Button } from "../ui/button.tsx";
import { Select } from "../ui/field.tsx";
import { sayDone, sayFailed } from "../ui/toasts.tsx";
import { EventList } from "./event_list.tsx";
import { type Kind, KIND_LABEL, KIND_ONE, KINDS, queryOf, type Wanted } from "./kinds.ts";
import css from "./player.module.css";
import { QueueField } from "./queue_field.tsx";
import { beforeShown, useGoTo } from "./use_go_to.ts";
import { useLetGo } from "./use_let_go.ts";

interface EventsProps {
  readonly wanted: Wanted;
  readonly onWant: (wanted: Partial<Wanted>) => void;
  /** What they are, in words; empty while that is not known. */
  readonly title: string;
  readonly isDisabled: boolean;
}

/** Which events the time line shows, and the way to the next one. */
export function Events({ wanted, onWant, title, isDisabled }: EventsProps) {
  const { kind, queue } = wanted;
  const { isBusy, jump } = useJump(wanted);
  const letGo = useLetGo();
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
        title={title}
        onPick={(value) => onWant({ kind: value as Kind })}
        {...letGo}
      />
      {kind === "queue" ? (
        <QueueField value={queue} onChange={(least) => onWant({ queue: least })} />
      ) : null}
      <Way kind={kind} to="forward" isDisabled={isHeld} onGo={jump} />
      <AsTable wanted={wanted} />
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

function AsTable({ wanted }: { readonly wanted: Wanted }) {
  const [isOpen, setOpen] = useState(false);
  const whyNot = useWhyNot("command_twin");
  const label = `${KIND_LABEL[wanted.kind]} as a table`;
  return (
    <>
      <Button aria-label={label} title={label} onClick={() => setOpen(true)}>
        <span aria-hidden="true">☰</span>
      </Button>
      {isOpen ? <EventList wanted={wanted} whyNot={whyNot} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

interface Question extends ReturnType<typeof queryOf> {
  readonly after_s: number;
  readonly direction: Direction;
}

/** Ask until one is found, or it is known that there is none: the server simulates meanwhile. */
async function nextMark(twin_id: string, query: Question): Promise<Schemas["Mark"] | null> {
  for (;;) {
    const params = { path: { twin_id }, query };
    const found = await told(api.GET("/api/twins/{twin_id}/marks/next", { params }));
    if (found.mark !== null || found.is_settled) return found.mark;
  }
}

function useJump(wanted: Wanted) {
  const { kind } = wanted;
  const twin = useTwin();
  const goTo = useGoTo();
  const [isBusy, setBusy] = useState(false);
  const isGoing = useRef(false); // keys come faster than buttons are held back
  const jump = async (direction: Direction) => {
    if (isGoing.current) return;
    isGoing.current = true;
    const now = twin.city.head?.now ?? 0;
    // Where the last jump led to has been seen, and is not the one before.
    const after_s = direction === "forward" ? now : beforeShown(now);
    setBusy(true);
    try {
      const mark = await nextMark(twin.id, { after_s, direction, ...queryOf(wanted) });
      if (mark === null) {
        const where = direction === "forward" ? "after" : "before";
        sayDone(`There is no ${KIND_ONE[kind]} ${where} this moment.`);
        return;
      }
      await goTo(mark);
    } catch (error) {
      sayFailed(`The ${KIND_ONE[kind]} could not be found`, error);
    } finally {
      isGoing.current = false;
      setBusy(false);
    }
  };
  return { isBusy, jump };
}
