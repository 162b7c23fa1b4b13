/** What has been made of the twin that is shown, as it is made, by whomever. */

import { useCallback, useEffect, useMemo, useState } from "react";

import { api, type Schemas, told } from "../api/client.ts";
import { type Asked, useAsked } from "../api/use_asked.ts";
import type { Did } from "../live/messages.ts";
import { useTwin } from "../live/use_twin.ts";
import { sayFailed } from "../ui/toasts.tsx";
import type { Made } from "./made.ts";

const PAGE = 100;
const CHANGES = new Set(["intervene", "observe"]);

type KindMade = "interventions" | "observations";
type Page = Schemas["MadePage"];

export interface MadeList {
  readonly asked: Asked<Page>;
  readonly made: readonly Made[];
  readonly hasOlder: boolean;
  readonly older: () => void;
}

/** Calls when somebody has done something to the twin that is shown. */
export function useOnDid(heard: (did: Did) => void): void {
  const twin = useTwin();
  useEffect(
    () =>
      twin.onMessage((message) => {
        if (message.kind === "did") heard(message);
      }),
    [twin, heard],
  );
}

/** What was made of one kind, of one station if it is given, the latest first.
 *
 * @param isWanted whether it is asked for at all.
 */
export function useMade(kind: KindMade, station: string | null = null, isWanted = true): MadeList {
  const { id } = useTwin();
  const about = `made ${id} ${kind} ${station ?? ""}`;
  const asked = useAsked(isWanted ? about : null, (signal) => page(id, kind, station, { signal }));
  const { again } = asked;
  useOnDid(
    useCallback(
      (did: Did) => {
        if (CHANGES.has(did.do)) again();
      },
      [again],
    ),
  );
  const [former, setFormer] = useState<{
    about: string;
    items: readonly Made[];
    end: number | null;
  }>();
  const known = former?.about === about ? former : null;
  const next = known === null ? (asked.value?.next ?? null) : known.end;
  const older = () => {
    if (next === null) return;
    page(id, kind, station, { before: next }).then(
      ({ items, next: end }) =>
        setFormer({ about, items: [...(known?.items ?? []), ...items], end }),
      (error: unknown) => sayFailed("What was made before could not be loaded", error),
    );
  };
  const made = useMemo(
    () => merged(asked.value?.items ?? [], known?.items ?? []),
    [asked.value, known],
  );
  return { asked, made, hasOlder: next !== null, older };
}

function merged(newest: readonly Made[], former: readonly Made[]): readonly Made[] {
  return [...new Map([...former, ...newest].map((one) => [one.place, one])).values()];
}

function page(
  twin_id: string,
  kind: KindMade,
  station: string | null,
  { signal = null, before = null }: { signal?: AbortSignal | null; before?: number | null },
): Promise<Page> {
  const query = {
    kind,
    limit: PAGE,
    ...(station === null ? {} : { station }),
    ...(before === null ? {} : { before }),
  };
  const params = { path: { twin_id }, query };
  return told(api.GET("/api/twins/{twin_id}/made", { params, signal }));
}
