import { useMemo, useRef } from "react";

import { Figure } from "../charts/figure.tsx";
import { Downloads } from "../experiments/downloads.tsx";
import { type Experiment, isActive, useExperiment, useTable } from "../experiments/experiment.ts";
import { NotLoaded, WithoutResults } from "../experiments/ended.tsx";
import { ExperimentHead } from "../experiments/experiment_head.tsx";
import type { ApiTable } from "../ui/columns.ts";
import { Busy } from "../ui/busy.tsx";
import { Empty } from "../ui/empty.tsx";
import { Select } from "../ui/field.tsx";
import { MeasureChoice } from "../ui/measure_choice.tsx";
import { ProblemBox } from "../ui/problem_box.tsx";
import view from "../ui/view.module.css";
import { useAddressState } from "../url/address.ts";
import { Link } from "../url/link.tsx";
import { ByHour, ByRegion, ByStation } from "./by_place.tsx";
import { type Difference, differencesOf, measuresIn, variantsIn } from "./differences.ts";
import { DifferencesTable } from "./differences_table.tsx";
import { COMPARE_FIELDS } from "./fields.ts";
import { Forest } from "./forest.tsx";
import { relativeRows } from "./forest_rows.ts";
import { InWords } from "./in_words.tsx";
import { VariantAbout } from "./variant_about.tsx";
import { WatchBoth } from "./watch_both.tsx";

/** A comparison: how far it is, and then what came out. */
export function ComparisonPage({ id }: { readonly id: string }) {
  const { value, error, isFirst, again } = useExperiment("comparison", id);
  if (isFirst) return <Busy what="Loading the comparison" />;
  if (value === null) return <NotLoaded kind="comparison" error={error} again={again} />;
  return (
    <div className={view.page}>
      <ExperimentHead experiment={value} title={value.name} all="/compare" changed={again}>
        <Link to="/compare">All comparisons</Link>
      </ExperimentHead>
      {isActive(value) ? (
        <Busy what="Simulating; the differences come when all runs are done" />
      ) : null}
      {value.status === "COMPLETED" ? <Results experiment={value} /> : null}
      <WithoutResults experiment={value} all={"/compare"} />
    </div>
  );
}

function Results({ experiment }: { readonly experiment: Experiment }) {
  const { value, error, isFirst, again } = useTable("comparison", experiment, "differences");
  const all = useMemo(() => (value === null ? [] : differencesOf(value)), [value]);
  const [state, change] = useAddressState(COMPARE_FIELDS);
  if (isFirst) return <Busy what="Loading the differences" />;
  if (value === null) {
    return <ProblemBox what="The differences could not be loaded" error={error} again={again} />;
  }
  const { variant, measure } = chosenOf(all, state);
  if (measure === null) return <Empty title="Nothing was compared" />;
  const some = all.filter((one) => one.variant === variant);
  return (
    <>
      <VariantChoice all={all} variant={variant} onPick={(next) => change({ variant: next })} />
      <VariantAbout experiment={experiment} variant={variant} />
      <InWords differences={some} />
      <WatchBoth experiment={experiment} variant={variant} />
      <OfNetwork experiment={experiment} table={value} differences={some} />
      <div className={view.tools}>
        <MeasureChoice
          label="KPI by place and time"
          value={measure}
          names={measuresIn(all)}
          onPick={(next) => change({ measure: next })}
        />
      </div>
      <ByStation experiment={experiment} variant={variant} measure={measure} />
      <ByRegion experiment={experiment} variant={variant} measure={measure} />
      <ByHour experiment={experiment} variant={variant} measure={measure} />
    </>
  );
}

interface OfNetworkProps {
  readonly experiment: Experiment;
  readonly table: ApiTable;
  readonly differences: readonly Difference[];
}

function OfNetwork({ experiment, table, differences }: OfNetworkProps) {
  const picture = useRef<SVGSVGElement>(null);
  return (
    <Figure
      title="What changes, as a part of the base"
      note="Mean of the paired differences, variant less base, with its 95 % interval. Intervals hold for all variants at once. A filled mark: the interval leaves 0 out."
      file={`comparison-${experiment.id.slice(0, 8)}-differences`}
      drawing={picture}
      picture={
        <Forest
          ref={picture}
          label="Differences by KPI"
          axis="difference [% of the base]"
          rows={relativeRows(differences)}
        />
      }
      table={<DifferencesTable label="Differences" differences={differences} />}
      tools={<Downloads experiment={experiment} name="differences" table={table} />}
    />
  );
}

interface VariantChoiceProps {
  readonly all: readonly Difference[];
  readonly variant: number;
  readonly onPick: (variant: number) => void;
}

function VariantChoice({ all, variant, onPick }: VariantChoiceProps) {
  const variants = [...variantsIn(all)];
  if (variants.length < 2) return null;
  return (
    <div className={view.tools}>
      <Select
        label="Variant against the base"
        value={String(variant)}
        choices={variants.map(([number, name]) => ({ value: String(number), label: name }))}
        onPick={(value) => onPick(Number(value))}
      />
    </div>
  );
}

/** Return what the address chooses, or the first that there is. */
function chosenOf(
  all: readonly Difference[],
  wanted: { readonly variant: number; readonly measure: string | null },
): { variant: number; measure: string | null } {
  const variants = [...variantsIn(all).keys()];
  const measures = measuresIn(all);
  return {
    variant: variants.includes(wanted.variant) ? wanted.variant : (variants[0] ?? 0),
    measure: measures.find((one) => one === wanted.measure) ?? measures[0] ?? null,
  };
}
