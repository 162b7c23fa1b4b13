import { type RefObject, useMemo, useRef } from "react";

import { Chart } from "../charts/chart.tsx";
import { Figure } from "../charts/figure.tsx";
import { Downloads } from "../experiments/downloads.tsx";
import { type Experiment, useTable } from "../experiments/experiment.ts";
import { TableAwaited } from "../experiments/table_awaited.tsx";
import { clockSeconds, dateTime, weekdayTime } from "../ui/city_time.ts";
import { titleOf } from "../ui/labels.ts";
import { useAddressState } from "../url/address.ts";
import { type Difference, differencesOf, halfWidthOf } from "./differences.ts";
import { DifferenceMap } from "./difference_map.tsx";
import { DifferencesTable } from "./differences_table.tsx";
import { COMPARE_FIELDS } from "./fields.ts";
import { Forest } from "./forest.tsx";
import { changeText, placeRows, shownOf } from "./forest_rows.ts";

interface ByPlaceProps {
  readonly experiment: Experiment;
  readonly variant: number;
  readonly measure: string;
}

/** The paired difference at each station, on a map. */
export function ByStation({ experiment, variant, measure }: ByPlaceProps) {
  const { asked, some, table } = useDifferences("differences_by_station", {
    experiment,
    variant,
    measure,
  });
  const picture = useRef<SVGSVGElement>(null);
  if (table === null) return <TableAwaited asked={asked} of="the differences by station" />;
  if (some.length === 0) return null;
  const title = `${titleOf(measure)}: difference at each station`;
  const place = { title: "Station", nameOf: String };
  return (
    <Figure
      title={title}
      note="Intervals are of each station alone: of many stations without any change, one in twenty looks changed."
      file={fileOf(experiment, "by-station")}
      drawing={picture}
      picture={
        <StationPicture
          drawing={picture}
          scenario={experiment.scenario_id}
          label={title}
          some={some}
        />
      }
      table={<DifferencesTable label="Stations" differences={some} place={place} />}
      tools={<Downloads experiment={experiment} name="differences_by_station" table={table} />}
    />
  );
}

interface StationPictureProps {
  readonly drawing: RefObject<SVGSVGElement | null>;
  readonly scenario: string;
  readonly label: string;
  readonly some: readonly Difference[];
}

function StationPicture({ drawing, scenario, label, some }: StationPictureProps) {
  const [{ station }, change] = useAddressState(COMPARE_FIELDS);
  const chosen = some.find((one) => one.place === station);
  const largest = Math.max(...some.map(({ difference }) => Math.abs(difference ?? 0)));
  return (
    <>
      <DifferenceMap
        ref={drawing}
        scenario={scenario}
        label={label}
        differences={some}
        largest={shownOf(some).text(largest)}
        station={station}
        onPick={(id) => change({ station: id === station ? null : id })}
      />
      <p role="status">
        {chosen === undefined
          ? "Press a station to read its numbers."
          : `${chosen.place}: ${changeText(chosen)}`}
      </p>
    </>
  );
}

/** The paired difference in each region. */
export function ByRegion({ experiment, variant, measure }: ByPlaceProps) {
  const wanted = { experiment, variant, measure };
  const { asked, some, table } = useDifferences("differences_by_region", wanted);
  const picture = useRef<SVGSVGElement>(null);
  if (table === null) return <TableAwaited asked={asked} of="the differences by region" />;
  if (some.length === 0) return null;
  const { rows, unit } = placeRows(some, (place) => place || "no region");
  const title = `${titleOf(measure)}: difference in each region`;
  return (
    <Figure
      title={title}
      file={fileOf(experiment, "by-region")}
      drawing={picture}
      picture={<Forest ref={picture} label={title} axis={`difference [${unit}]`} rows={rows} />}
      table={
        <DifferencesTable
          label="Regions"
          differences={some}
          place={{ title: "Region", nameOf: String }}
        />
      }
      tools={<Downloads experiment={experiment} name="differences_by_region" table={table} />}
    />
  );
}

/** The paired difference in each hour. */
export function ByHour({ experiment, variant, measure }: ByPlaceProps) {
  const wanted = { experiment, variant, measure };
  const { asked, some, table } = useDifferences("differences_by_hour", wanted);
  const data = useMemo(() => chartOf(some, measure), [some, measure]);
  if (table === null) return <TableAwaited asked={asked} of="the differences by the hour" />;
  if (some.length === 0) return null;
  return (
    <Chart
      title={`${titleOf(measure)}: difference by the hour`}
      data={data}
      file={fileOf(experiment, "by-hour")}
    />
  );
}

function useDifferences(name: string, { experiment, variant, measure }: ByPlaceProps) {
  const asked = useTable("comparison", experiment, name);
  const { value: table } = asked;
  const all = useMemo(() => (table === null ? [] : differencesOf(table)), [table]);
  const some = useMemo(
    () => all.filter((one) => one.variant === variant && one.measure === measure),
    [all, variant, measure],
  );
  return { asked, some, table };
}

function chartOf(some: readonly Difference[], measure: string) {
  return {
    unit: some[0]?.unit ?? "",
    areDifferences: true,
    x: {
      name: "City time, hour from",
      column: "hour",
      isTime: true,
      values: some.map(({ place }) => clockSeconds(place)),
      text: dateTime,
      short: (value: number) => weekdayTime(value),
    },
    series: [
      {
        name: "Variant less base",
        column: `${measure}_difference`,
        values: some.map(({ difference }) => difference),
        halfWidths: some.map(halfWidthOf),
      },
    ],
    levels: [{ name: "no change", at: 0 }],
  };
}

function fileOf({ id }: Experiment, what: string): string {
  return `comparison-${id.slice(0, 8)}-${what}`;
}
