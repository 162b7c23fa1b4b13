import { titleOf } from "../ui/labels.ts";
import { Measured } from "../ui/measured.tsx";
import { Shown } from "../ui/numbers.ts";
import css from "./effects_table.module.css";
import type { Effect, Effects } from "./use_what_if.ts";
import { verdictOf, VERDICTS } from "./verdict.ts";

const SIGNS = {
  better: "✓",
  worse: "!",
  more: "▲",
  less: "▼",
  unclear: "~",
  none: "=",
  unknown: "…",
};

/** What a difference changes, KPI by KPI: without it, with it, the difference and how sure it is. */
export function EffectsTable({ effects }: { readonly effects: Effects }) {
  return (
    <table className={css.table}>
      <thead>
        <tr>
          <th scope="col">KPI, now → with</th>
          <th scope="col">difference, 95 % interval</th>
        </tr>
      </thead>
      <tbody>
        {effects.measures.map((one) => (
          <EffectRow key={one.name} effect={one} />
        ))}
      </tbody>
    </table>
  );
}

function EffectRow({ effect }: { readonly effect: Effect }) {
  const { name, unit, low, high, difference } = effect;
  const halfWidth = halfWidthOf(effect);
  const change = Shown.of(unit, [difference, low, high], { halfWidth, ofDifferences: true });
  const verdict = verdictOf(name, low, high);
  return (
    <tr>
      <th scope="row" title={effect.meaning}>
        {titleOf(name)}
        <BeforeAndAfter effect={effect} />
      </th>
      <td>
        <span className={css[verdict]} title={VERDICTS[verdict]}>
          <span aria-hidden="true">{SIGNS[verdict]}</span>{" "}
          <span className="unseen">{VERDICTS[verdict]}: </span>
          <Measured
            measure={name}
            of="difference"
            value={difference}
            text={change.text(difference, { signed: true })}
          />
        </span>
        <span className={css.interval}>
          {halfWidth === null ? "no interval yet" : change.interval(low, high, { signed: true })}
        </span>
      </td>
    </tr>
  );
}

function BeforeAndAfter({ effect }: { readonly effect: Effect }) {
  const { name, unit, base, value } = effect;
  const shown = Shown.of(unit, [base, value], { halfWidth: halfWidthOf(effect) });
  return (
    <span className={css.values}>
      <Measured measure={name} of="base" value={base} text={shown.number(base)} unit={shown.unit} />{" "}
      → <Measured measure={name} of="value" value={value} text={shown.text(value)} />
    </span>
  );
}

function halfWidthOf({ low, high }: Effect): number | null {
  return low === null || high === null ? null : (high - low) / 2;
}
