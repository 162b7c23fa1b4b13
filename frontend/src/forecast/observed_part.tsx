import { useMemo } from "react";

import { messageOf } from "../api/problem.ts";
import { CITY_FIELDS } from "../city/city_fields.ts";
import { momentOf } from "../live/moment.ts";
import type { Scene } from "../live/scene.ts";
import { useSnapshot } from "../live/use_twin.ts";
import { type Made, nameOf } from "../twins/made.ts";
import { useMade } from "../twins/use_made.ts";
import { Busy } from "../ui/busy.tsx";
import { Button } from "../ui/button.tsx";
import { count, counted, NONE } from "../ui/numbers.ts";
import { ProblemBox } from "../ui/problem_box.tsx";
import { useAddressState } from "../url/address.ts";
import { BandFigure } from "./band_figure.tsx";
import { type Compared, comparedOf } from "./compared.ts";
import { pointsOf, type SeriesInfo } from "./course.ts";
import css from "./forecast.module.css";
import { seenOf } from "./seen.ts";
import { useCourse } from "./use_course.ts";

const MARGIN_S = 1800; // that is shown before the first and behind the last observation
const POINTS = 10_000;

/** What was observed of the chosen station, against what was simulated until then. */
export function ObservedPart() {
  const [{ station }] = useAddressState(CITY_FIELDS);
  if (station === null) {
    return <p className={css.note}>Select a station on the map to see what was observed of it.</p>;
  }
  return <OfStation key={station} station={station} />;
}

function OfStation({ station }: { readonly station: string }) {
  const { scene } = useSnapshot();
  const { asked, made, hasOlder, older } = useMade("observations", station);
  if (asked.isFirst) return <Busy what="Loading what was observed" />;
  if (asked.value === null) {
    const what = "What was observed could not be loaded";
    return <ProblemBox what={what} error={asked.error} again={asked.again} />;
  }
  if (scene === null) return null;
  if (made.length === 0) {
    return <p className={css.note}>Nothing has been observed of {nameOf(station, scene)} yet.</p>;
  }
  return (
    <>
      <Observed station={station} made={made} clock={scene.clock} />
      {hasOlder ? (
        <div className={css.buttons}>
          <p className={css.note}>The last {counted(made.length, "observation")}, as made.</p>
          <Button onClick={older}>Show those before, too</Button>
        </div>
      ) : null}
    </>
  );
}

interface ObservedProps {
  readonly station: string;
  /** At least one. */
  readonly made: readonly Made[];
  readonly clock: Scene["clock"];
}

function Observed({ station, made, clock }: ObservedProps) {
  const times = made.map(({ at_s }) => at_s);
  const begin_s = Math.max(0, Math.min(...times) - MARGIN_S);
  const end_s = Math.min(clock.horizon_s, Math.max(...times) + MARGIN_S);
  const about = { station, isNetwork: false, begin_s, end_s, points: POINTS };
  const course = useCourse({ ...about, measures: ["ready", "queue"] });
  const series = (name: string) => course.series?.find(({ measure }) => measure === name) ?? null;
  const [ready, queue] = [series("ready"), series("queue")];
  const shared = { station, start: clock.start, range: [begin_s, end_s] as const };
  return (
    <>
      {course.isComputing ? (
        <Busy what="Simulating how it went; the first time takes longest" />
      ) : null}
      {course.error === null ? null : (
        <p className={css.note}>What was simulated is not known. {messageOf(course.error)}</p>
      )}
      <ComparedTable compared={comparedOf(made, ready, queue)} start={clock.start} />
      <Seen
        {...shared}
        title="Ready batteries"
        unit="batteries"
        series={ready}
        seen={seenOf(made, "ready")}
      />
      <Seen
        {...shared}
        title="Vehicles in line"
        unit="vehicles"
        series={queue}
        seen={seenOf(made, "waiting")}
      />
    </>
  );
}

interface SeenProps {
  readonly station: string;
  readonly title: string;
  readonly unit: string;
  readonly start: string;
  readonly range: readonly [number, number];
  readonly series: SeriesInfo | null;
  readonly seen: ReturnType<typeof seenOf>;
}

function Seen({ station, title, unit, series, seen, ...rest }: SeenProps) {
  const course = useMemo(() => (series === null ? [] : pointsOf(series)), [series]);
  if (seen.length === 0) return null;
  return (
    <BandFigure
      {...rest}
      title={title}
      note="Where something was observed, the line goes on from that."
      file={`observed-${station}-${title.toLowerCase().replaceAll(" ", "-")}`}
      issued={null}
      slots={[]}
      isLevel
      unit={unit}
      course={course}
      seen={seen}
    />
  );
}

interface ComparedTableProps {
  readonly compared: readonly Compared[];
  readonly start: string;
}

function ComparedTable({ compared, start }: ComparedTableProps) {
  const text = (value: number | null) => (value === null ? NONE : count(value));
  return (
    // What is scrolled can be scrolled by the keyboard, too.
    <div className={css.compared} role="region" aria-label="Each observation" tabIndex={0}>
      <table className={css.scores}>
        <thead>
          <tr>
            <th scope="col">City time</th>
            <th scope="col">Ready</th>
            <th scope="col" title="Until just before">
              simulated
            </th>
            <th scope="col">In line</th>
            <th scope="col" title="Until just before">
              simulated
            </th>
          </tr>
        </thead>
        <tbody>
          {compared.map((row) => (
            <tr key={row.at_s}>
              <td>{momentOf(start, row.at_s)}</td>
              <td>{text(row.readySeen)}</td>
              <td>{text(row.readySimulated)}</td>
              <td>{text(row.lineSeen)}</td>
              <td>{text(row.lineSimulated)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
