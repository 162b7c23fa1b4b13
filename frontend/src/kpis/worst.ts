/** Which stations are worst off at this moment, and what can be seen of why. */

import type { StationColumns } from "../live/layout.ts";
import type { Scene } from "../live/scene.ts";
import { partOfLimit } from "../map/measures.ts";
import { count, counted } from "../ui/numbers.ts";

const NEARLY_ALL = 0.98; // of the grid limit

export interface Worst {
  readonly row: number;
  readonly queue: number;
  readonly ready: number;
  readonly lost: number;
  readonly why: string;
}

/** Returns those with the longest queues first, then those without a battery, then those that have
 * lost most; none that is well.
 *
 * @param region whose stations alone are looked at; null for all.
 */
export function worstOf(
  stations: StationColumns,
  scene: Scene,
  most: number,
  region: string | null = null,
): Worst[] {
  const found: Worst[] = [];
  for (let row = 0; row < scene.stations.id.length; row += 1) {
    if (region !== null && scene.stations.region[row] !== region) continue;
    const [queue, ready] = [stations.queue[row] ?? 0, stations.ready[row] ?? 0];
    const isWell = queue === 0 && ready > 0 && stations.open[row] !== 0;
    if (isWell) continue;
    found.push({ row, queue, ready, lost: stations.lost[row] ?? 0, why: "" });
  }
  found.sort((a, b) => b.queue - a.queue || a.ready - b.ready || b.lost - a.lost || a.row - b.row);
  return found.slice(0, most).map((one) => ({ ...one, why: whyOf(stations, scene, one.row) }));
}

/** Returns which of the worst are shown while a city plays, so that names do not flicker: those that
 * were and still are among the worst, then the worst of the others. */
export function steady(
  before: readonly number[],
  worst: readonly number[],
  most: number,
): readonly number[] {
  const kept = before.filter((row) => worst.includes(row));
  return [...new Set([...kept, ...worst])].slice(0, most);
}

/** What is wrong at a station, in a few words and with a sign: never told by colour alone. */
export interface Trouble {
  readonly sign: string;
  readonly text: string;
}

/** Returns what is wrong at a station now; null where it is well. */
export function troubleOf(stations: StationColumns, row: number): Trouble | null {
  const [queue, ready] = [stations.queue[row] ?? 0, stations.ready[row] ?? 0];
  if (stations.open[row] === 0) return { sign: "✕", text: "closed" };
  if (queue > 0) return { sign: "▲", text: `${count(queue)} in line` };
  return ready === 0 ? { sign: "○", text: "no battery" } : null;
}

/** Says in a sentence what is seen of a station that explains how it does. */
export function whyOf(stations: StationColumns, scene: Scene, row: number): string {
  const at = (values: ArrayLike<number>) => values[row] ?? 0;
  if (at(stations.open) === 0) return "Closed: whoever arrives is lost.";
  const [bays, chargers] = [scene.stations.bays[row] ?? 0, scene.stations.chargers[row] ?? 0];
  const out = [
    at(stations.chargers_out) > 0
      ? `${counted(at(stations.chargers_out), "charger")} out of order`
      : "",
    at(stations.bays_out) > 0 ? `${counted(at(stations.bays_out), "bay")} out of order` : "",
  ].filter((text) => text !== "");
  const isFull = partOfLimit(at(stations.power_kw), at(stations.limit_kw)) >= NEARLY_ALL;
  const because =
    (out.length === 0 ? "" : ` ${out.join(", ")}.`) +
    (isFull ? " It draws all the power that its grid limit allows." : "");
  if (at(stations.ready) === 0) return noBattery(stations, row, chargers) + because;
  if (at(stations.queue) > 0) {
    const busy = `${at(stations.bays_busy)} of ${counted(bays, "bay")} busy`;
    return `Batteries are ready, and ${busy}: swaps take the time.${because}`;
  }
  return because.trim();
}

function noBattery(stations: StationColumns, row: number, chargers: number): string {
  const charging = stations.charging[row] ?? 0;
  const waiting = stations.waiting[row] ?? 0;
  if (waiting > 0) {
    return (
      `No battery ready: ${charging} charge, ${waiting} more wait ` +
      `(${counted(chargers, "charger")}).`
    );
  }
  if (charging === 0) return "No battery ready, and none on a charger.";
  return `No battery ready: all ${charging} it has are on its chargers.`;
}
