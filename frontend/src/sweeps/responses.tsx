import { useMemo, useRef } from "react";

import { Figure } from "../charts/figure.tsx";
import { Downloads } from "../experiments/downloads.tsx";
import { type Experiment, useTable } from "../experiments/experiment.ts";
import { TableAwaited } from "../experiments/table_awaited.tsx";
import { csvOf } from "../ui/csv.ts";
import { DataTable } from "../ui/data_table.tsx";
import { titleOf } from "../ui/labels.ts";
import { scaleOf, Shown } from "../ui/numbers.ts";
import view from "../ui/view.module.css";
import { type Effect, effectsOf } from "./cells.ts";
import { Response } from "./response.tsx";
import css from "./responses.module.css";

interface ResponsesProps {
  readonly experiment: Experiment;
  readonly measure: string;
  readonly factors: readonly string[];
}

/** The measure by the levels of each factor, all on one scale. */
export function Responses({ experiment, measure, factors }: ResponsesProps) {
  const asked = useTable("sweep", experiment, "main_effects");
  const { value: table } = asked;
  const all = useMemo(() => (table === null ? [] : effectsOf(table)), [table]);
  const some = useMemo(() => all.filter((one) => one.measure === measure), [all, measure]);
  const range = useMemo(() => rangeOf(some), [some]);
  if (table === null) return <TableAwaited asked={asked} of="the effect of each factor" />;
  if (some.length === 0) return null;
  return (
    <section className={view.parts} aria-label="By each factor">
      <div className={view.head}>
        <h2>By each factor</h2>
        <div className={view.actions}>
          <Downloads experiment={experiment} name="main_effects" table={table} />
        </div>
      </div>
      <p className={view.note}>
        Means over all variants at a level, with their 95 % intervals as bands; all on one scale.
      </p>
      <div className={css.plots}>
        {factors.map((factor) => (
          <OfFactor
            key={factor}
            factor={factor}
            measure={measure}
            range={range}
            effects={some.filter((one) => one.factor === factor)}
            file={`sweep-${experiment.id.slice(0, 8)}-${measure}-${factor}`}
          />
        ))}
      </div>
    </section>
  );
}

interface OfFactorProps {
  readonly factor: string;
  readonly measure: string;
  readonly range: readonly [number, number];
  readonly effects: readonly Effect[];
  readonly file: string;
}

function OfFactor({ factor, measure, range, effects, file }: OfFactorProps) {
  const picture = useRef<SVGSVGElement>(null);
  const unit = scaleOf(effects[0]?.unit ?? "", range[1]).unit;
  const title = `${titleOf(measure)}${unit === "" ? "" : ` [${unit}]`} by ${factor}`;
  return (
    <Figure
      title={title}
      file={file}
      drawing={picture}
      picture={<Response ref={picture} label={title} effects={effects} range={range} />}
      table={<EffectsTable label={title} effects={effects} />}
      csv={() => csvOfEffects(effects)}
    />
  );
}

function EffectsTable(props: { readonly label: string; readonly effects: readonly Effect[] }) {
  const { label, effects } = props;
  const shown = Shown.of(
    effects[0]?.unit ?? "",
    effects.flatMap(({ mean, low, high }) => [mean, low, high]),
  );
  const number = (key: string, title: string, cell: (one: Effect) => string) => ({
    key,
    title,
    isNumber: true,
    cell,
  });
  const columns = [
    { key: "level", title: "Level", cell: (one: Effect) => one.level },
    number("mean", "Mean", (one) => shown.text(one.mean)),
    number("interval", "95 % interval", (one) => shown.interval(one.low, one.high)),
    number("n", "Variants", (one) => String(one.variants)),
  ];
  return (
    <div className={view.table}>
      <DataTable
        label={`Table: ${label}`}
        columns={columns}
        rows={effects}
        keyOf={(one) => one.level}
      />
    </div>
  );
}

function csvOfEffects(effects: readonly Effect[]): string {
  const names = ["factor", "level", "measure", "mean", "low", "high", "variants"];
  const rows = effects.map((one) => [
    ...[one.factor, one.level, one.measure],
    ...[one.mean, one.low, one.high, one.variants],
  ]);
  return csvOf(names, rows);
}

/** Return the ends of the scale that all have: nought where values are near it. */
function rangeOf(effects: readonly Effect[]): readonly [number, number] {
  const values = effects.flatMap(({ mean, low, high }) => [mean, low, high]);
  const known = values.filter((value) => value !== null);
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const margin = 0.06 * (most - least);
  return [least >= 0 && least < 0.5 * most ? 0 : least - margin, most + margin];
}
