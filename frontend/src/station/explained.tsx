import { useState } from "react";

import { api, type Schemas, told } from "../api/client.ts";
import { useAsked } from "../api/use_asked.ts";
import { momentOf } from "../live/moment.ts";
import { useSnapshot, useTwin } from "../live/use_twin.ts";
import { Busy } from "../ui/busy.tsx";
import { Button } from "../ui/button.tsx";
import { ProblemBox } from "../ui/problem_box.tsx";
import css from "./station_panel.module.css";

interface ExplainedProps {
  /** Id of the station; null for the network. */
  readonly station: string | null;
}

/** Why a station, or the network, loses or delays: found by simulating again what was, with one
 * more of each resource. Asked for by hand, as it takes the server some seconds. */
export function Explained({ station }: ExplainedProps) {
  const twin = useTwin();
  const { scene, now } = useSnapshot();
  const [at, setAt] = useState<number | null>(null);
  const about = at === null ? null : JSON.stringify([twin.id, station, at]);
  const { value, error, isFirst } = useAsked(about, (signal) => {
    const query = station === null ? {} : { stations: [station] };
    const params = { path: { twin_id: twin.id }, query };
    return told(api.GET("/api/twins/{twin_id}/explain", { params, signal }));
  });
  const isAtStart = now === null || now <= 0;
  return (
    <section className={css.explained} data-guide="why" data-known={value !== null}>
      <Button disabled={isAtStart || isFirst} onClick={() => setAt(now)}>
        {at === null ? "Explain what happened" : "Explain up to now"}
      </Button>
      {isFirst ? <Busy what="Simulating what one more of each would have brought" /> : null}
      {error === null ? null : <ProblemBox what="It could not be explained" error={error} />}
      {value === null || scene === null || at === null ? null : (
        <>
          <p>{sentenceOf(value, station)}</p>
          <p className={css.note}>Up to {momentOf(scene.clock.start, at)}, city time.</p>
        </>
      )}
    </section>
  );
}

/** Returns what the explanation says of a station; without one what it says of all. */
export function sentenceOf({ summary, table }: Schemas["Explanation"], station: string | null) {
  const ids = table.columns.find(({ name }) => name === "station")?.values ?? [];
  const sentences = table.columns.find(({ name }) => name === "sentence")?.values ?? [];
  const row = station === null ? -1 : ids.indexOf(station);
  const found = sentences[row];
  return typeof found === "string" ? found : summary;
}
