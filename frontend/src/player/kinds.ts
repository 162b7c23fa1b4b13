/** Kinds of events on the time line, as the server knows them. */

import type { Schemas } from "../api/client.ts";
import { duration } from "../ui/numbers.ts";

export type Kind = Schemas["Mark"]["kind"];

export const KINDS = ["stockout", "queue", "limit", "loss"] as const satisfies readonly Kind[];

/** Vehicles in line that are a queue, unless another number is asked for. */
export const USUAL_QUEUE = 3;

export const KIND_LABEL: Readonly<Record<Kind, string>> = {
  stockout: "Stock-outs",
  queue: "Queues",
  limit: "Grid limit reached",
  loss: "Losses",
};

export const KIND_ONE: Readonly<Record<Kind, string>> = {
  stockout: "stock-out",
  queue: "queue",
  limit: "reached limit",
  loss: "loss",
};

/** Which events are looked for. */
export interface Wanted {
  readonly kind: Kind;
  /** How many vehicles in line make a queue. */
  readonly queue: number;
}

/** Return that as the server takes it. */
export function queryOf({ kind, queue }: Wanted): { kinds: Kind[]; least_queue?: number } {
  return kind === "queue" ? { kinds: [kind], least_queue: queue } : { kinds: [kind] };
}

/** Return what the bars of the time line count.
 *
 * @param least_s the shortest that counts [s].
 */
export function countedBy({ kind, queue }: Wanted, least_s: number): string {
  const long = `for ≥ ${duration(least_s)}`;
  switch (kind) {
    case "stockout":
      return `stations without a battery ${long}`;
    case "queue":
      return `stations with ≥ ${queue} in line ${long}`;
    case "limit":
      return `stations held back by their grid limit ${long}`;
    case "loss":
      return "vehicles lost";
  }
}
