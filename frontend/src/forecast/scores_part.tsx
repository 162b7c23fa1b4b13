import { useCallback } from "react";

import { api, type Schemas, told } from "../api/client.ts";
import { useAsked } from "../api/use_asked.ts";
import { CITY_FIELDS } from "../city/city_fields.ts";
import type { Did } from "../live/messages.ts";
import { useSnapshot, useTwin } from "../live/use_twin.ts";
import { nameOf } from "../twins/made.ts";
import { useOnDid } from "../twins/use_made.ts";
import { Busy } from "../ui/busy.tsx";
import { Fold } from "../ui/fold.tsx";
import { count, NONE } from "../ui/numbers.ts";
import { ProblemBox } from "../ui/problem_box.tsx";
import { useAddressState } from "../url/address.ts";
import { MEASURES } from "./bands.ts";
import css from "./forecast.module.css";
import { leadText, type Score, scoresIn } from "./scores.ts";

const LATER_MS = 10_000; // what others have ordered or told

/** How past forecasts that were kept compare with what was then observed. */
export function ScoresPart() {
  const { id } = useTwin();
  const [{ station }] = useAddressState(CITY_FIELDS);
  const asked = useAsked(
    `scores ${id}`,
    (signal) => {
      const params = { path: { twin_id: id } };
      return told(api.GET("/api/twins/{twin_id}/forecast/scores", { params, signal }));
    },
    { every: LATER_MS },
  );
  useAgainWhenObserved(asked.again);
  if (asked.isFirst) return <Busy what="Loading the scores" />;
  if (asked.value === null) {
    const what = "The scores could not be had";
    return <ProblemBox what={what} error={asked.error} again={asked.again} />;
  }
  return <Scores scores={asked.value} station={station} />;
}

interface ScoresProps {
  readonly scores: Schemas["ScoresInfo"];
  /** That is selected, if any. */
  readonly station: string | null;
}

function Scores({ scores, station }: ScoresProps) {
  const { scene } = useSnapshot();
  const total = scoresIn(scores.total);
  if (total.every(({ n }) => n === 0)) {
    return (
      <p className={css.note}>
        No forecast has been scored yet. Make one with “Forecast and keep”, let the twin go on, and
        tell what is seen then: each observation is held against the bands.
      </p>
    );
  }
  const ofStation = scoresIn(scores.by_station).filter((one) => one.station === station);
  return (
    <>
      <ScoresTable label="All stations" scores={total} />
      {ofStation.length === 0 || scene === null ? null : (
        <ScoresTable label={nameOf(station, scene)} scores={ofStation} />
      )}
      <p className={css.note}>
        Held: the share of observations within the bands, at best 50 and 90 %. Skill: above 0 where
        forecasts are better than to say that all stays as it was seen last.
      </p>
      <ByLead scores={scores} />
    </>
  );
}

function useAgainWhenObserved(again: () => void): void {
  useOnDid(
    useCallback(
      (did: Did) => {
        if (did.do === "observe") again();
      },
      [again],
    ),
  );
}

function ByLead({ scores }: { readonly scores: Schemas["ScoresInfo"] }) {
  const rows = scoresIn(scores.by_lead);
  return rows.length === 0 ? null : (
    <Fold title="By how long before">
      <ScoresTable label="By how long before" scores={rows} />
    </Fold>
  );
}

interface ScoresTableProps {
  readonly label: string;
  readonly scores: readonly Score[];
}

function ScoresTable({ label, scores }: ScoresTableProps) {
  return (
    <table className={css.scores} aria-label={`Scores: ${label}`}>
      <thead>
        <tr>
          <th scope="col">{label}</th>
          <th scope="col" title="How many times an observation was held against a forecast">
            n
          </th>
          <th scope="col">50 % held</th>
          <th scope="col">90 % held</th>
          <th scope="col" title="1 − loss / loss of “all stays as it was seen last”">
            skill
          </th>
        </tr>
      </thead>
      <tbody>
        {scores.map((one) => (
          <tr key={`${one.measure} ${one.lead?.join() ?? ""}`}>
            <td>
              {MEASURES.find(({ name }) => name === one.measure)?.label ?? one.measure}
              {one.lead === null ? "" : `, ${leadText(one.lead)}`}
            </td>
            <td>{count(one.n)}</td>
            <td>{share(one.held50)}</td>
            <td>{share(one.held90)}</td>
            <td>{one.skill === null ? NONE : one.skill.toFixed(2).replace("-", "−")}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function share(value: number | null): string {
  return value === null ? NONE : `${(100 * value).toFixed(0)}\u00a0%`;
}
