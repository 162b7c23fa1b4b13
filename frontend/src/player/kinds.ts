/** Kinds of events on the time line, as the server knows them. */

import type { Schemas } from "../api/client.ts";

export type Kind = Schemas["Mark"]["kind"];

export const KINDS = ["stockout", "queue", "limit", "loss"] as const satisfies readonly Kind[];

export const KIND_LABEL: Readonly<Record<Kind, string>> = {
  stockout: "Stock-outs",
  queue: "Queues",
  limit: "Grid limit reached",
  loss: "Losses",
};

/** What the bars of the time line count. */
export const KIND_COUNTS: Readonly<Record<Kind, string>> = {
  stockout: "stations without a battery",
  queue: "stations with a queue",
  limit: "stations held back by their grid limit",
  loss: "vehicles lost",
};

export const KIND_ONE: Readonly<Record<Kind, string>> = {
  stockout: "stock-out",
  queue: "queue",
  limit: "reached limit",
  loss: "loss",
};
