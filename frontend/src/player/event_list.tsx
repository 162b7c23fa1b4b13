import { useMemo } from "react";

import { api, type Schemas, told } from "../api/client.ts";
import { useAsked } from "../api/use_asked.ts";
import { momentOf } from "../live/moment.ts";
import type { Scene } from "../live/scene.ts";
import { useSnapshot, useTwin } from "../live/use_twin.ts";
import { Busy } from "../ui/busy.tsx";
import { Button } from "../ui/button.tsx";
import { clockSeconds, isoTime } from "../ui/city_time.ts";
import { csvOf } from "../ui/csv.ts";
import { DataTable, type TableColumn } from "../ui/data_table.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { count, counted, duration } from "../ui/numbers.ts";
import { ProblemBox } from "../ui/problem_box.tsx";
import { saveText } from "../ui/saving.ts";
import { sayFailed } from "../ui/toasts.tsx";
import view from "../ui/view.module.css";
import { type Kind, KIND_LABEL, queryOf, type Wanted } from "./kinds.ts";
import { useGoTo } from "./use_go_to.ts";
import { knownOf, untilKnown, WAIT_S } from "./use_marks.ts";

interface EventListProps {
  readonly wanted: Wanted;
  /** Why one may not go to an event; null if one may. */
  readonly whyNot: string | null;
  readonly onClose: () => void;
}

interface Event {
  readonly station: string;
  readonly begin_s: number;
  readonly end_s: number;
  readonly vehicles: number;
}

const MOST = 2000;

/** The table behind the bars of the time line: each event, and the way to it. */
export function EventList({ wanted, whyNot, onClose }: EventListProps) {
  const twin = useTwin();
  const { scene } = useSnapshot();
  const ask = (signal: AbortSignal) => {
    const query = { ...queryOf(wanted), most: MOST, wait: WAIT_S };
    const params = { path: { twin_id: twin.id }, query };
    return told(api.GET("/api/twins/{twin_id}/marks", { params, signal }));
  };
  const about = `events ${twin.id} ${JSON.stringify(queryOf(wanted))}`;
  const { value, error, again } = useAsked(about, ask, { every: untilKnown });
  const of = value?.kinds[0];
  const known = value === null ? 0 : knownOf(value);
  return (
    <Dialog title={`${KIND_LABEL[wanted.kind]} of the whole run`} wide onClose={onClose}>
      {error === null ? null : (
        <ProblemBox what="The events could not be loaded" error={error} again={again} />
      )}
      {of === undefined || scene === null ? (
        <Busy what="Looking for events in the whole run" />
      ) : (
        <>
          {known < 1 ? (
            <Busy what={`Looking for events in the whole run: ${Math.floor(100 * known)} %`} />
          ) : null}
          <Listed of={of} scene={scene} wanted={wanted} whyNot={whyNot} onGone={onClose} />
        </>
      )}
    </Dialog>
  );
}

interface ListedProps {
  readonly of: Schemas["MarksOfKind"];
  readonly wanted: Wanted;
  readonly scene: Scene;
  readonly whyNot: string | null;
  readonly onGone: () => void;
}

function Listed({ of, scene, wanted, whyNot, onGone }: ListedProps) {
  const goTo = useGoTo();
  const events = useMemo(() => eventsOf(of), [of]);
  const go = (event: Event) => {
    goTo(event).then(onGone, (error: unknown) => sayFailed("It could not be gone to", error));
  };
  return (
    <>
      <div className={view.head}>
        <p className={view.note}>
          {of.total === 0 ? "There are none" : counted(events.length, "event")}
          {of.left_out === 0
            ? ""
            : `, the longest; ${count(of.left_out)} shorter ones are left out`}
          . Meant is: {of.meaning}
          {of.kind === "queue" ? ` (here ${count(wanted.queue)})` : ""}
          {of.least_s > 0 ? `, for ${duration(of.least_s)} or longer` : ""}.
        </p>
        <div className={view.actions}>
          <Button onClick={() => saveText(`${of.kind}.csv`, csvOfEvents(events, scene))}>
            CSV
          </Button>
        </div>
      </div>
      <div className={view.table}>
        <DataTable
          label={KIND_LABEL[of.kind]}
          columns={columnsOf(of.kind, scene, whyNot, go)}
          rows={events}
          keyOf={(one) => `${one.begin_s} ${one.station}`}
        />
      </div>
    </>
  );
}

function columnsOf(
  kind: Kind,
  scene: Scene,
  whyNot: string | null,
  go: (event: Event) => void,
): readonly TableColumn<Event>[] {
  const { id, name } = scene.stations;
  const nameOf = new Map(id.map((one, row) => [one, name[row] ?? one]));
  const begin: TableColumn<Event> = {
    key: "begin",
    title: "From",
    unit: "city time",
    cell: (one) => momentOf(scene.clock.start, one.begin_s),
  };
  const station: TableColumn<Event> = {
    key: "station",
    title: "Station",
    cell: (one) => nameOf.get(one.station) ?? one.station,
  };
  const size: TableColumn<Event> =
    kind === "loss"
      ? { key: "lost", title: "Vehicles lost", isNumber: true, cell: (one) => count(one.vehicles) }
      : {
          key: "for",
          title: "For",
          isNumber: true,
          cell: (one) => duration(one.end_s - one.begin_s),
        };
  const way: TableColumn<Event> = {
    key: "go",
    title: "",
    cell: (one) => (
      <Button look="tool" whyNot={whyNot} onClick={() => go(one)}>
        Go there
      </Button>
    ),
  };
  return [begin, station, size, way];
}

function eventsOf({ intervals }: Schemas["MarksOfKind"]): readonly Event[] {
  return intervals.station.map((station, i) => ({
    station,
    begin_s: intervals.begin_s[i] ?? 0,
    end_s: intervals.end_s[i] ?? 0,
    vehicles: intervals.vehicles[i] ?? 0,
  }));
}

function csvOfEvents(events: readonly Event[], { clock }: Scene): string {
  const start = clockSeconds(clock.start);
  const rows = events.map((one) => [
    ...[one.station, isoTime(start + one.begin_s), isoTime(start + one.end_s)],
    ...[one.begin_s, one.end_s, one.vehicles],
  ]);
  return csvOf(["station", "begin", "end", "begin_s", "end_s", "vehicles"], rows);
}
