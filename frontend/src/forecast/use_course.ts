/** How the network and a station went in the run of the twin that is shown, for charts. */

import { useState } from "react";

import { api, type Schemas, told } from "../api/client.ts";
import { useAsked } from "../api/use_asked.ts";
import { useTwin } from "../live/use_twin.ts";
import { useChanges } from "../live/changes.ts";
import type { SeriesInfo } from "./course.ts";

type Measure = NonNullable<Schemas["SeriesInfo"]["measure"]>;

export interface Wanted {
  /** Null for none but the network. */
  readonly station: string | null;
  readonly isNetwork: boolean;
  readonly measures: readonly Measure[];
  readonly begin_s: number;
  readonly end_s: number;
  readonly points: number;
}

interface Course {
  /** Null until it is known; while those of other times are asked for, the last ones stay. What is
   * made of the twin makes another course. */
  readonly series: readonly SeriesInfo[] | null;
  readonly error: unknown;
  readonly isComputing: boolean;
}

/** Ask how it went; null asks nothing. */
export function useCourse(wanted: Wanted | null): Course {
  const { id } = useTwin();
  const changes = useChanges();
  const about = wanted === null ? null : JSON.stringify([id, changes, wanted]);
  const { value, error, isFirst } = useAsked(about, async (signal) => {
    if (wanted === null) return [];
    const query = {
      ...(wanted.station === null ? {} : { stations: [wanted.station] }),
      network: wanted.isNetwork,
      measures: [...wanted.measures],
      begin_s: wanted.begin_s,
      end_s: wanted.end_s,
      points: wanted.points,
    };
    const params = { path: { twin_id: id }, query };
    return (await told(api.GET("/api/twins/{twin_id}/history", { params, signal }))).series;
  });
  const of = `${id} ${changes} ${wanted?.station ?? ""}`;
  const [kept, setKept] = useState<{ of: string; value: readonly SeriesInfo[] } | null>(null);
  if (value !== null && kept?.value !== value) setKept({ of, value });
  const last = kept?.of === of ? kept.value : null;
  return { series: value ?? last, error, isComputing: isFirst && last === null };
}
