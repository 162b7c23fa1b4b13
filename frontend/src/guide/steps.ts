/** The first minute: what there is to do, where it is on the page, and how it is seen to be done. */

import { readChange } from "../levers/change.ts";
import { LEVER_FIELDS } from "../levers/state.ts";
import { CITY_FIELDS } from "../city/city_fields.ts";
import { readState } from "../url/fields.ts";

/** What can be seen of the page. */
export interface Seen {
  /** The query of its address. */
  readonly query: string;
  readonly find: (selector: string) => Element | null;
  /** Has a link been copied since the guide began? */
  readonly hasCopied: boolean;
}

export interface Step {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  /** Where it is done: the first of these that is on the page. */
  readonly anchors: readonly string[];
  readonly isDone: (seen: Seen) => boolean;
}

const ENOUGH_PAIRS = 2; // from where on there is an interval

export const STEPS: readonly Step[] = [
  {
    id: "play",
    title: "Let the city move",
    text: "Press Play below the map, or the space bar. Each dot is a vehicle, each column a station.",
    anchors: ["[data-guide=play]"],
    isDone: ({ find }) => find("[data-guide=play][data-playing=true]") !== null,
  },
  {
    id: "worst",
    title: "Find the worst station",
    text: "Choose the first of “Worst off now”. If nothing waits yet, jump to the next stock-out below the map.",
    anchors: ["[data-guide=worst]", "[role=tab][id$=trigger-network]", "[data-guide=play]"],
    isDone: ({ query }) => readState(CITY_FIELDS, query).station !== null,
  },
  {
    id: "why",
    title: "Read why",
    text: "Press “Explain what happened”: the past is simulated again with one more of each resource.",
    anchors: ["[data-guide=why] button", "[role=tab][id$=trigger-station]"],
    isDone: ({ find }) => find("[data-guide=why][data-known=true]") !== null,
  },
  {
    id: "lever",
    title: "Add two chargers",
    text: "Under Levers, move Chargers to +2: for all stations, or for this one alone.",
    anchors: ["[data-lever=chargers]", "[role=tab][id$=trigger-levers]"],
    isDone: ({ query }) => readState(LEVER_FIELDS, query).levers.some(addsTwoChargers),
  },
  {
    id: "difference",
    title: "Read the difference",
    text: "Below the levers: each KPI without and with them, and the 95 % interval, which tightens pair by pair.",
    anchors: ["[data-effects]", "[data-guide=effects]", "[role=tab][id$=trigger-levers]"],
    isDone: ({ find }) =>
      Number(find("[data-effects]")?.getAttribute("data-pairs")) >= ENOUGH_PAIRS,
  },
  {
    id: "link",
    title: "Copy the link",
    text: "Whoever opens it sees the same city at the same time, with your levers.",
    anchors: ["[data-guide=copy-link]", "[role=tab][id$=trigger-levers]"],
    isDone: ({ hasCopied }) => hasCopied,
  },
];

function addsTwoChargers(text: string): boolean {
  const change = readChange(text);
  if (!change?.path.endsWith(".chargers")) return false;
  return change.operation === "+=" && Number(change.value) >= 2;
}

/** Return the steps that are done now, besides those that were. A step counts only once it is its
 * turn, or what it asks for was done on the way: a demo that plays by itself has been played. */
export function doneNow(before: readonly string[], seen: Seen): readonly string[] {
  const done = STEPS.filter((step) => before.includes(step.id) || step.isDone(seen));
  return done.map(({ id }) => id);
}

/** Return the step that comes next, or null when all are done. */
export function nextStep(done: readonly string[]): Step | null {
  return STEPS.find(({ id }) => !done.includes(id)) ?? null;
}
