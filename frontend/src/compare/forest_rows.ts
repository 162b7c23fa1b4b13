/** Differences as lines of a forest plot. */

import { titleOf } from "../ui/labels.ts";
import { Shown } from "../ui/numbers.ts";
import { type Difference, halfWidthOf } from "./differences.ts";
import type { ForestRow } from "./forest.tsx";

const PERCENT = 100;

/** Return lines of several measures on one axis: differences as parts of the base [%]. */
export function relativeRows(differences: readonly Difference[]): readonly ForestRow[] {
  return differences.map((one) => ({
    key: `${one.variant} ${one.measure}`,
    label: titleOf(one.measure),
    measure: one.measure,
    middle: percent(one.relative),
    low: percent(one.relativeLow),
    high: percent(one.relativeHigh),
    text: changeText(one),
  }));
}

/** Return lines of one measure at several places, in the unit in which it is shown. */
export function placeRows(
  differences: readonly Difference[],
  nameOf: (place: string) => string,
): { rows: readonly ForestRow[]; unit: string } {
  const shown = shownOf(differences);
  const scaled = (value: number | null) => (value === null ? null : value * shown.scale.factor);
  const rows = differences.map((one) => ({
    key: `${one.variant} ${one.place}`,
    label: nameOf(one.place),
    measure: one.measure,
    middle: scaled(one.difference),
    low: scaled(one.low),
    high: scaled(one.high),
    text: intervalText(one, shown.forError(halfWidthOf(one))),
  }));
  return { rows, unit: shown.unit };
}

/** Return how differences of one measure are written: all in one unit. */
export function shownOf(differences: readonly Difference[]): Shown {
  const unit = differences[0]?.unit ?? "";
  const values = differences.flatMap(({ difference, low, high }) => [difference, low, high]);
  return Shown.of(unit, values, { ofDifferences: true });
}

/** Return a difference with its interval: `−0.44 points (−0.58 to −0.29)`. */
export function changeText(one: Difference): string {
  return intervalText(one, shownOf([one]).forError(halfWidthOf(one)));
}

function intervalText({ difference, low, high }: Difference, shown: Shown): string {
  const middle = shown.text(difference, { signed: true });
  if (low === null || high === null) return middle;
  const ends = [low, high].map((end) => shown.number(end, { signed: true }));
  return `${middle} (${ends.join(" to ")})`;
}

function percent(value: number | null): number | null {
  return value === null ? null : value * PERCENT;
}
