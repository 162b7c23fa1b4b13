/** What has been made of the twin that is shown, as it is made, by whomever. */

import { useEffect } from "react";

import { api, type Schemas, told } from "../api/client.ts";
import type { Asked } from "../api/use_asked.ts";
import { firstOf, type List, useList } from "../api/use_list.ts";
import type { Did } from "../live/messages.ts";
import { useTwin } from "../live/use_twin.ts";
import { useOnChange } from "../live/changes.ts";
import type { Made } from "./made.ts";

const STEP = 100;
const MOST = 1000; // of a page
const NONE: readonly Made[] = [];

type KindMade = "interventions" | "observations";
type Page = Schemas["MadePage"];

export interface MadeList {
  readonly asked: Asked<List<Made>>;
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
 * @param step as many are asked for at a time.
 */
export function useMade(
  kind: KindMade,
  station: string | null = null,
  isWanted = true,
  step = STEP,
): MadeList {
  const { id } = useTwin();
  const { asked, older } = useList<Made, List<Made>>(
    isWanted ? `made ${id} ${kind} ${station ?? ""}` : null,
    (wanted, _former, signal) =>
      firstOf<Made, number>(wanted, MOST, (limit, before) =>
        pageOf(id, { kind, station, limit, before }, signal),
      ),
    { step },
  );
  useOnChange(asked.again);
  const { value } = asked;
  return { asked, made: value?.items ?? NONE, hasOlder: value?.hasOlder ?? false, older };
}

interface Wanted {
  readonly kind: KindMade;
  readonly station: string | null;
  readonly limit: number;
  readonly before: number | null;
}

function pageOf(
  twin_id: string,
  { kind, station, limit, before }: Wanted,
  signal: AbortSignal,
): Promise<Page> {
  const query = {
    kind,
    limit,
    ...(station === null ? {} : { station }),
    ...(before === null ? {} : { before }),
  };
  const params = { path: { twin_id }, query };
  return told(api.GET("/api/twins/{twin_id}/made", { params, signal }));
}

/** Return the place of the latest thing that was made of a twin; it rises with each. */
export async function latestMade(twin_id: string, signal: AbortSignal): Promise<number> {
  const params = { path: { twin_id }, query: { limit: 1 } };
  const { items } = await told(api.GET("/api/twins/{twin_id}/made", { params, signal }));
  return Math.max(0, items[0]?.place ?? 0);
}
