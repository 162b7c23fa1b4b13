/** The forecast of the twin that is shown: asked for by hand, given up by whoever leaves, kept
 * until the next one. */

import { useEffect, useRef, useState } from "react";
import { create } from "zustand";

import { api, type Schemas, told } from "../api/client.ts";
import { isAbort } from "../api/problem.ts";
import { useAsked } from "../api/use_asked.ts";
import { useSnapshot, useTwin } from "../live/use_twin.ts";
import { useChanges } from "../live/changes.ts";
import { latestMade } from "../twins/use_made.ts";
import { wantedStations } from "./wanted_stations.ts";

export type ForecastInfo = Schemas["ForecastInfo"];

export interface Options {
  readonly hours: number;
  readonly replications: number;
  /** Whether it is kept and scored when its time is observed. */
  readonly isOrdered: boolean;
}

export interface Kept {
  readonly forecast: ForecastInfo;
  readonly options: Options;
  /** Place of the latest thing that had been made of the twin by then. */
  readonly made: number;
}

interface Forecasts {
  readonly kept: Readonly<Record<string, Kept>>;
}

const useForecasts = create<Forecasts>(() => ({ kept: {} }));

interface Forecasting {
  /** The last one; null before the first. */
  readonly kept: Kept | null;
  /** What is being computed; null for nothing. */
  readonly asked: Options | null;
  readonly error: unknown;
  readonly ask: (options: Options, station: string | null) => void;
  readonly giveUp: () => void;
}

export function useForecast(): Forecasting {
  const { id } = useTwin();
  const { scene } = useSnapshot();
  const kept = useForecasts(({ kept: all }) => all[id] ?? null);
  const [asked, setAsked] = useState<Options | null>(null);
  const [error, setError] = useState<unknown>(null);
  const leaving = useRef<AbortController | null>(null);
  const giveUp = () => {
    leaving.current?.abort();
    leaving.current = null;
    setAsked(null);
  };
  useEffect(() => () => leaving.current?.abort(), [id]);
  const ask = (options: Options, station: string | null) => {
    giveUp();
    const mine = new AbortController();
    leaving.current = mine;
    setAsked(options);
    setError(null);
    const stations = wantedStations(scene?.stations.id ?? [], options.hours, station);
    keptOf(id, options, stations, mine.signal).then(
      (one) => {
        keep(id, one);
        if (!mine.signal.aborted) setAsked(null);
      },
      (failure: unknown) => {
        if (mine.signal.aborted || isAbort(failure)) return;
        setError(failure);
        setAsked(null);
      },
    );
  };
  return { kept, asked, error, ask, giveUp };
}

function keep(id: string, one: Kept): void {
  useForecasts.setState(({ kept }) => ({ kept: { ...kept, [id]: one } }));
}

/** What was made is asked for first: what comes while it is simulated is rather told as new. */
async function keptOf(
  id: string,
  options: Options,
  stations: readonly string[] | null,
  signal: AbortSignal,
): Promise<Kept> {
  const made = await latestMade(id, signal);
  return { forecast: await forecastOf(id, options, stations, signal), options, made };
}

/** Has something been made of the twin since a forecast of it? */
export function useIsOutdated({ made, forecast }: Kept): boolean {
  const about = `latest made ${forecast.twin_id} ${useChanges()}`;
  const { value } = useAsked(about, (signal) => latestMade(forecast.twin_id, signal));
  return value !== null && value > made;
}

/** JSON is asked for, and not the stream of bytes that the description allows, too. */
async function forecastOf(
  twin_id: string,
  { hours, replications, isOrdered }: Options,
  stations: readonly string[] | null,
  signal: AbortSignal,
): Promise<ForecastInfo> {
  const query = {
    hours,
    replications,
    ...(stations === null ? {} : { stations: [...stations] }),
  };
  const asked = { params: { path: { twin_id }, query }, signal };
  const found = isOrdered
    ? await told(api.POST("/api/twins/{twin_id}/forecast", asked))
    : await told(api.GET("/api/twins/{twin_id}/forecast", asked));
  return found as ForecastInfo;
}
