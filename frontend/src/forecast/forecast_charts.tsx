import { useMemo, useState } from "react";

import { messageOf } from "../api/problem.ts";
import { CITY_FIELDS } from "../city/city_fields.ts";
import { momentOf } from "../live/moment.ts";
import type { Scene } from "../live/scene.ts";
import { useSnapshot } from "../live/use_twin.ts";
import { nameOf } from "../twins/made.ts";
import { Button } from "../ui/button.tsx";
import { Select } from "../ui/field.tsx";
import { counted } from "../ui/numbers.ts";
import { useAddressState } from "../url/address.ts";
import { BandFigure } from "./band_figure.tsx";
import { type Measure, MEASURES, type Slot, slotsOf, stationsIn } from "./bands.ts";
import { type Point, pointsOf, risesOf, type SeriesInfo, valueAt } from "./course.ts";
import css from "./forecast.module.css";
import { useCourse, type Wanted } from "./use_course.ts";
import { type Kept, useIsOutdated } from "./use_forecast.ts";
import { useSeen } from "./use_seen.ts";

const HOUR_S = 3600;
const SLOT_S = 900;
const MOST_BACK_S = 12 * HOUR_S;
const STEPS = 60; // while it plays, how it went is asked again when it has gone on by one
const POINTS = 2000;
const NO_POINTS: readonly Point[] = [];
const MEASURE_CHOICES = MEASURES.map(({ name, label }) => ({ value: name, label }));

interface ForecastChartsProps {
  readonly kept: Kept;
  /** Asks for the same again, from where the twin stands now. */
  readonly again: () => void;
}

/** A forecast beside how it went before, and since: of the network, and of the chosen station. */
export function ForecastCharts({ kept, again }: ForecastChartsProps) {
  const { scene, now } = useSnapshot();
  const [{ station }] = useAddressState(CITY_FIELDS);
  const [name, setName] = useState("ready");
  const measure = MEASURES.find((one) => one.name === name) ?? MEASURES[0];
  const course = useCourse(useWanted(kept, station, name));
  if (scene === null || now === null || measure === undefined) return null;
  const shared = { kept, scene, measure, now, series: course.series };
  return (
    <>
      <Select
        label="Bands of"
        choices={MEASURE_CHOICES}
        value={measure.name}
        hint={measure.meaning}
        onPick={setName}
      />
      <AsOf kept={kept} scene={scene} now={now} />
      {course.isComputing ? (
        <p className={css.note} role="status">
          Simulating how it went before; the first time takes longest.
        </p>
      ) : null}
      {course.error === null || course.series !== null ? null : (
        <p className={css.note}>How it went before is not shown. {messageOf(course.error)}</p>
      )}
      <OfPlace {...shared} station={null} />
      {station === null ? (
        <p className={css.note}>Select a station on the map to see its bands, too.</p>
      ) : (
        <OfStation {...shared} station={station} again={again} />
      )}
    </>
  );
}

function AsOf({ kept, scene, now }: { kept: Kept; scene: Scene; now: number }) {
  const { issued_s: issued, replications } = kept.forecast;
  const isPast = Math.abs(now - issued) > 1;
  const isOutdated = useIsOutdated(kept);
  return (
    <p className={css.note} data-issued={issued}>
      As of {momentOf(scene.clock.start, issued)}, city time, over{" "}
      {counted(replications, "replication")}
      {kept.options.isOrdered ? "; kept, to be scored" : ""}.
      {isPast ? " The twin stands elsewhere by now; the bands are still those of then." : ""}
      {isOutdated ? " Something has been made of the twin since: forecast again." : ""}
    </p>
  );
}

/** How it went around the forecast: as long before it as it goes, and since. */
function useWanted({ forecast, options }: Kept, station: string | null, measure: string): Wanted {
  const { now, state } = useSnapshot();
  const back = Math.min(MOST_BACK_S, Math.max(HOUR_S, options.hours * HOUR_S));
  const begin = Math.max(0, forecast.issued_s - back);
  const end = forecast.issued_s + options.hours * HOUR_S;
  const step = (end - begin) / STEPS;
  const isPlaying = state?.playing ?? false;
  const reached = isPlaying ? Math.floor((now ?? 0) / step) * step : (now ?? 0);
  const end_s = Math.max(forecast.issued_s, Math.min(end, reached), 1);
  return {
    station,
    isNetwork: true,
    measures: [measure as Wanted["measures"][number]],
    begin_s: begin,
    end_s,
    points: POINTS,
  };
}

interface OfPlaceProps {
  readonly kept: Kept;
  readonly scene: Scene;
  readonly measure: Measure;
  readonly now: number;
  readonly series: readonly SeriesInfo[] | null;
  /** Null for the network. */
  readonly station: string | null;
}

function OfStation({ again, ...rest }: OfPlaceProps & { readonly again: () => void }) {
  const { kept, station, scene } = rest;
  const known = useMemo(() => stationsIn(kept.forecast.stations), [kept]);
  if (station !== null && known.has(station)) return <OfPlace {...rest} />;
  return (
    <div className={css.buttons}>
      <p className={css.note}>The forecast has no bands of {nameOf(station, scene)}.</p>
      <Button onClick={again}>Forecast with it</Button>
    </div>
  );
}

function OfPlace({ kept, scene, measure, series, station }: OfPlaceProps) {
  const { forecast, options } = kept;
  const slots = useMemo(() => {
    const table = station === null ? forecast.total : forecast.stations;
    return slotsOf(table, measure.name, station);
  }, [forecast, measure, station]);
  const of = series?.find((one) => one.station === station && one.measure === measure.name);
  const course = useMemo(
    () => (of === undefined ? NO_POINTS : courseOf(of, measure)),
    [of, measure],
  );
  const seen = useSeen(station, measure.name);
  const issued = forecast.issued_s;
  const range = [Math.max(0, issued - backOf(options.hours)), endOf(slots, issued)] as const;
  const isIn = ({ at_s }: Point) => at_s >= range[0] && at_s <= range[1];
  const place = station === null ? "all stations" : nameOf(station, scene);
  return (
    <BandFigure
      title={`${measure.label}, ${place}`}
      note={noteOf(measure, of)}
      file={`forecast-${measure.name}-${station ?? "network"}`}
      start={scene.clock.start}
      range={range}
      issued={{ at_s: issued, value: of === undefined ? null : valueAt(of, issued) }}
      slots={slots}
      isLevel={measure.isLevel}
      unit={measure.unit}
      course={(course ?? NO_POINTS).filter(isIn)}
      seen={seen.filter(isIn)}
    />
  );
}

function backOf(hours: number): number {
  return Math.min(MOST_BACK_S, Math.max(HOUR_S, hours * HOUR_S));
}

function endOf(slots: readonly Slot[], issued: number): number {
  return slots.at(-1)?.end_s ?? issued + SLOT_S;
}

/** Return how something went; null where that is not known exactly enough. */
function courseOf(series: SeriesInfo, { name, isLevel }: Measure): readonly Point[] | null {
  // Power is told as it was at each time: it may stand beside means over slots, and says so.
  return isLevel || name === "power_kw" ? pointsOf(series) : risesOf(series, SLOT_S);
}

function noteOf({ name, isLevel }: Measure, series: SeriesInfo | undefined): string {
  if (name === "power_kw") return "Simulated: at each time; bands: means over slots.";
  const isLeftOut = series !== undefined && !isLevel && !series.is_whole;
  return isLeftOut ? "How it went is too much to be told exactly, and left out." : "";
}
