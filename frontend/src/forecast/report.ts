/** A report of what was seen at a station, as a form has it and as the server takes it. */

import type { Scene } from "../live/scene.ts";
import { isInRun } from "../twins/city_times.ts";
import { stationIn } from "../twins/draft.ts";

export interface ReportDraft {
  readonly station: string;
  /** City time as a field has it; null for where the twin stands. */
  readonly at: string | null;
  readonly ready: string;
  readonly notReady: string;
  readonly queue: string;
  /** Needed where there are several. */
  readonly batteryType: string;
  /** Of the report at its sender. */
  readonly id: string;
}

export const FIRST_REPORT: ReportDraft = {
  station: "",
  at: null,
  ready: "",
  notReady: "",
  queue: "",
  batteryType: "",
  id: "",
};

export type ReportField = keyof ReportDraft;
export type WrongReport = ReadonlyMap<ReportField, string>;

interface Report {
  readonly report: Readonly<Record<string, unknown>>;
  readonly wrong: WrongReport;
}

/** Return the report that a form tells, and what is wrong with it.
 *
 * @param now where the twin stands [s].
 */
export function reportOf(draft: ReportDraft, scene: Scene, now: number): Report {
  const wrong = new Map<ReportField, string>();
  const station = stationIn(scene, draft.station);
  if (station === null) {
    wrong.set(
      "station",
      draft.station.trim() === "" ? "Choose a station." : "There is no such station.",
    );
  }
  if (draft.at !== null && !isInRun(scene.clock.start, scene.clock.horizon_s, draft.at)) {
    wrong.set("at", draft.at === "" ? "Give a time of the city." : "This is not within the run.");
  }
  const counts = countsOf(draft, wrong);
  if (counts.every((count) => count === null) && wrong.size === 0) {
    wrong.set("ready", "Tell at least one of ready, not ready and line.");
  }
  const report = {
    at: draft.at === null ? now : draft.at.replace("T", " "),
    station,
    ...told(draft, counts),
    ...(draft.id.trim() === "" ? {} : { id: draft.id.trim() }),
  };
  return { report, wrong };
}

type Counts = readonly [number | null, number | null, number | null];

/** Return what was counted; null for what is not told. */
function countsOf(draft: ReportDraft, wrong: Map<ReportField, string>): Counts {
  const read = (field: "ready" | "notReady" | "queue") => {
    const text = draft[field].trim();
    if (text === "") return null;
    if (/^\d+$/.test(text)) return Number(text);
    wrong.set(field, "It must be a whole number, 0 or more.");
    return null;
  };
  return [read("ready"), read("notReady"), read("queue")];
}

function told({ batteryType }: ReportDraft, [ready, notReady, queue]: Counts) {
  const type = batteryType.trim();
  const byType = <T>(value: T) => (type === "" ? value : { [type]: value });
  const stock = {
    ...(ready === null ? {} : { ready }),
    ...(notReady === null ? {} : { not_ready: notReady }),
  };
  return {
    ...(Object.keys(stock).length === 0 ? {} : { stock: byType(stock) }),
    ...(queue === null ? {} : { queue: byType(queue) }),
  };
}
