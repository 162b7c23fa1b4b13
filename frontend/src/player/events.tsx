import { useState } from "react";

import { api, type Schemas, told } from "../api/client.ts";
import { CITY_FIELDS } from "../city/city_fields.ts";
import { useMap } from "../city/shown_map.ts";
import { useKeys } from "../keys/registry.ts";
import { useTwin } from "../live/use_twin.ts";
import { Button } from "../ui/button.tsx";
import { Select } from "../ui/field.tsx";
import { sayDone, sayFailed } from "../ui/toasts.tsx";
import { useAddressState } from "../url/address.ts";
import { type Kind, KIND_LABEL, KIND_ONE, KINDS } from "./kinds.ts";
import css from "./player.module.css";

const JUST_S = 0.001; // a twin shows what has happened before its time, not at it

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
  const one = KIND_ONE[kind];
  return (
    <div className={css.events}>
      <Button
        disabled={isDisabled || isBusy}
        aria-label={`To the ${one} before`}
        title={`To the ${one} before (p)`}
        onClick={() => void jump("backward")}
      >
        <span aria-hidden="true">‹</span>
      </Button>
      <Select
        label="Events"
        labelUnseen
        value={kind}
        choices={KINDS.map((value) => ({ value, label: KIND_LABEL[value] }))}
        onPick={(value) => onKind(value as Kind)}
      />
      <Button
        disabled={isDisabled || isBusy}
        aria-label={`To the next ${one}`}
        title={`To the next ${one} (n)`}
        onClick={() => void jump("forward")}
      >
        <span aria-hidden="true">›</span>
      </Button>
    </div>
  );
}

interface Wanted {
  readonly after_s: number;
  readonly direction: "forward" | "backward";
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
  const map = useMap();
  const [, change] = useAddressState(CITY_FIELDS);
  const [isBusy, setBusy] = useState(false);
  const jump = async (direction: "forward" | "backward") => {
    const now = twin.city.head?.now ?? 0;
    // Where the last jump led to has been seen, and is not the one before.
    const after_s = direction === "forward" ? now : Math.max(0, now - 2 * JUST_S);
    setBusy(true);
    try {
      const mark = await nextMark(twin.id, { after_s, direction, kinds: [kind] });
      if (mark === null) {
        const where = direction === "forward" ? "after" : "before";
        sayDone(`There is no ${KIND_ONE[kind]} ${where} this moment.`);
        return;
      }
      await twin.command({ do: "seek", at: mark.begin_s + JUST_S });
      change({ station: mark.station });
      const row = twin.city.scene?.stations.id.indexOf(mark.station) ?? -1;
      if (row >= 0) map?.flyTo(row);
    } catch (error) {
      sayFailed(`The ${KIND_ONE[kind]} could not be found`, error);
    } finally {
      setBusy(false);
    }
  };
  return { isBusy, jump };
}
