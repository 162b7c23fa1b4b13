import { useState } from "react";

import { api, type Schemas, told } from "../api/client.ts";
import { useAsked } from "../api/use_asked.ts";
import { momentOf } from "../live/moment.ts";
import { useChanges } from "../live/changes.ts";
import { useSnapshot, useTwin } from "../live/use_twin.ts";
import { Busy } from "../ui/busy.tsx";
import { Button } from "../ui/button.tsx";
import { ProblemBox } from "../ui/problem_box.tsx";
import css from "./station_panel.module.css";

interface ExplainedProps {
  /** Id of the station; null for the network. */
  readonly station: string | null;
}

/** Each press asks anew: the twin may have gone on, or be another by what was made of it. */
interface Pressed {
  readonly times: number;
  /** How often something had been made of the twin. */
  readonly made: number;
}

/** Why a station, or the network, loses or delays: found by simulating again what was, with one
 * more of each resource. Asked for by hand, as it takes the server some seconds. */
export function Explained({ station }: ExplainedProps) {
  const twin = useTwin();
  const { scene, now } = useSnapshot();
  const made = useChanges();
  const [pressed, setPressed] = useState<Pressed>({ times: 0, made });
  const about = pressed.times === 0 ? null : JSON.stringify([twin.id, station, pressed]);
  const { value, error, isFirst, again } = useAsked(about, (signal) => {
    const query = station === null ? {} : { stations: [station] };
    const params = { path: { twin_id: twin.id }, query };
    return told(api.GET("/api/twins/{twin_id}/explain", { params, signal }));
  });
  const isAtStart = now === null || now <= 0;
  return (
    <section className={css.explained} data-guide="why" data-known={value !== null}>
      <Button
        disabled={isAtStart || isFirst}
        onClick={() => setPressed({ times: pressed.times + 1, made })}
      >
        {pressed.times === 0 ? "Explain what happened" : "Explain up to now"}
      </Button>
      {isFirst ? <Busy what="Simulating what one more of each would have brought" /> : null}
      {error === null ? null : (
        <ProblemBox what="It could not be explained" error={error} again={again} />
      )}
      {value === null || scene === null ? null : (
        <>
          <p>{sentenceOf(value, station)}</p>
          <p className={css.note}>
            Up to {momentOf(scene.clock.start, value.until_s)}, city time.
            {pressed.made === made ? null : " Something was made of the city since."}
          </p>
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
