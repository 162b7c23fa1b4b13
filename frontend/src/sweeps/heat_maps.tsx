import { useMemo, useRef } from "react";

import { Figure } from "../charts/figure.tsx";
import { Downloads } from "../experiments/downloads.tsx";
import { type Experiment, useTable } from "../experiments/experiment.ts";
import { TableAwaited } from "../experiments/table_awaited.tsx";
import { DataTable, type TableColumn } from "../ui/data_table.tsx";
import { Select } from "../ui/field.tsx";
import { titleOf } from "../ui/labels.ts";
import { NONE, Shown } from "../ui/numbers.ts";
import view from "../ui/view.module.css";
import { useAddressState } from "../url/address.ts";
import { type Outcome, type Pair, pairsOf, variantsAt } from "./cells.ts";
import { SWEEP_FIELDS } from "./fields.ts";
import { HeatMap } from "./heat_map.tsx";
import { levelText, operationsIn } from "./level_text.ts";

interface HeatMapsProps {
  readonly experiment: Experiment;
  readonly measure: string;
  readonly factors: readonly string[];
  /** Of this measure. */
  readonly outcomes: readonly Outcome[];
  readonly onOpen: (variant: number) => void;
}

const OF_ONE =
  "Means over replications, ± half of their 95 % interval. Press a cell to open its run.";
const OVER_ALL = "Means over all variants at both levels: the other factors differ among them.";
const OVER_RANGES = "Means over all variants in both ranges.";

/** The measure over two factors, which may be chosen. */
export function HeatMaps({ experiment, measure, factors, outcomes, onOpen }: HeatMapsProps) {
  const asked = useTable("sweep", experiment, "interactions");
  const { value: table } = asked;
  const all = useMemo(() => (table === null ? [] : pairsOf(table)), [table]);
  const [{ x, y }, change] = useAddressState(SWEEP_FIELDS);
  const picture = useRef<SVGSVGElement>(null);
  const along = factors.find((one) => one === x) ?? factors[0] ?? "";
  const up = factors.find((one) => one === y && one !== along) ?? otherThan(along, factors);
  const pairs = useMemo(() => pairsFor(all, measure, up, along), [all, measure, up, along]);
  if (table === null) return <TableAwaited asked={asked} of="the heat map" />;
  if (pairs.length === 0) return null;
  const opening = (pair: Pair) => {
    const [variant, ...more] = variantsAt(outcomes, pair);
    return variant === undefined || more.length > 0 ? null : () => onOpen(variant);
  };
  const title = `${titleOf(measure)} by ${along} and ${up}`;
  const isOfOne = pairs.some((pair) => opening(pair) !== null);
  const halfOf = (pair: Pair) => halfWidthOf(outcomeAt(outcomes, pair));
  const shown = { label: title, pairs, operations: operationsIn(outcomes, factors) };
  return (
    <>
      {factors.length > 2 ? <Axes factors={factors} along={along} up={up} change={change} /> : null}
      <Figure
        title={title}
        note={isOfOne ? OF_ONE : factors.length > 2 ? OVER_ALL : OVER_RANGES}
        file={`sweep-${experiment.id.slice(0, 8)}-${measure}`}
        drawing={picture}
        picture={<HeatMap ref={picture} {...shown} halfOf={halfOf} opening={opening} />}
        table={<PairsTable {...shown} intervalOf={isOfOne ? intervalsOf(outcomes) : null} />}
        tools={<Downloads experiment={experiment} name="interactions" table={table} />}
      />
    </>
  );
}

interface AxesProps {
  readonly factors: readonly string[];
  readonly along: string;
  readonly up: string;
  readonly change: (some: { x?: string; y?: string }) => void;
}

function Axes({ factors, along, up, change }: AxesProps) {
  const choices = factors.map((value) => ({ value, label: value }));
  const others = choices.filter(({ value }) => value !== along);
  return (
    <div className={view.tools}>
      <Select label="Along" choices={choices} value={along} onPick={(x) => change({ x })} />
      <Select label="Up" choices={others} value={up} onPick={(y) => change({ y })} />
    </div>
  );
}

interface PairsTableProps {
  readonly label: string;
  readonly pairs: readonly Pair[];
  readonly operations: ReadonlyMap<string, string>;
  /** Returns the interval of a pair in words; null where pairs stand for several variants. */
  readonly intervalOf: ((pair: Pair) => string) | null;
}

function PairsTable({ label, pairs, operations, intervalOf }: PairsTableProps) {
  const said = (factor: string, level: string) => levelText(operations.get(factor) ?? "=", level);
  const shown = Shown.of(
    pairs[0]?.unit ?? "",
    pairs.map(({ mean }) => mean),
  );
  const columns: readonly TableColumn<Pair>[] = [
    { key: "up", title: pairs[0]?.factor ?? "", cell: (one: Pair) => said(one.factor, one.level) },
    {
      key: "along",
      title: pairs[0]?.other ?? "",
      cell: (one: Pair) => said(one.other, one.otherLevel),
    },
    {
      key: "mean",
      title: "Mean",
      unit: shown.unit,
      isNumber: true,
      cell: (one: Pair) => shown.number(one.mean),
    },
    ...(intervalOf === null
      ? []
      : [{ key: "interval", title: "95 % interval", isNumber: true, cell: intervalOf }]),
    { key: "n", title: "Variants", isNumber: true, cell: (one: Pair) => String(one.variants) },
  ];
  return (
    <div className={view.table}>
      <DataTable
        label={`Table: ${label}`}
        columns={columns}
        rows={pairs}
        keyOf={(one) => `${one.level} ${one.otherLevel}`}
      />
    </div>
  );
}

/** Return the variant that a pair stands for; undefined where there are none or several. */
function outcomeAt(outcomes: readonly Outcome[], pair: Pair): Outcome | undefined {
  const [variant, ...more] = variantsAt(outcomes, pair);
  return more.length > 0 ? undefined : outcomes.find((one) => one.variant === variant);
}

function halfWidthOf(one: Outcome | undefined): number | null {
  const { low, high } = one ?? { low: null, high: null };
  return low === null || high === null ? null : (high - low) / 2;
}

/** Return what tells the intervals of the variants that pairs stand for. */
function intervalsOf(outcomes: readonly Outcome[]): (pair: Pair) => string {
  return (pair) => {
    const found = outcomeAt(outcomes, pair);
    if (found === undefined) return NONE;
    const { unit, mean, low, high } = found;
    return Shown.of(unit, [mean], { halfWidth: halfWidthOf(found) }).interval(low, high);
  };
}

function otherThan(one: string, factors: readonly string[]): string {
  return factors.find((factor) => factor !== one) ?? "";
}

/** Return the pairs of two factors, whichever of them comes first in the table. */
function pairsFor(
  all: readonly Pair[],
  measure: string,
  up: string,
  along: string,
): readonly Pair[] {
  return all.flatMap((pair) => {
    if (pair.measure !== measure) return [];
    if (pair.factor === up && pair.other === along) return [pair];
    if (pair.factor !== along || pair.other !== up) return [];
    const { factor: other, level: otherLevel, other: factor, otherLevel: level } = pair;
    return [{ ...pair, factor, level, other, otherLevel }];
  });
}
