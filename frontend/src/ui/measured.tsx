import { isNumber, type Maybe, NONE } from "./numbers.ts";

interface MeasuredProps {
  /** Name of the KPI in the API. */
  readonly measure: string;
  /** Which number of it, where several stand together: `base`, `difference`. */
  readonly of?: string;
  /** As the API tells it, in its unit. */
  readonly value: Maybe;
  /** As it is written. */
  readonly text: string;
  /** In which it is written, where that stands elsewhere: in the head of a column. */
  readonly unit?: string;
  /** Why there is none, for those who cannot tell it from where the dash stands. */
  readonly missing?: string;
}

/** A number of the API: what is written can be held against what was told. */
export function Measured(props: MeasuredProps) {
  const { measure, of = "value", value, text, unit, missing } = props;
  const known = isNumber(value);
  return (
    <span data-measure={measure} data-of={of} data-value={known ? value : ""} data-unit={unit}>
      {known ? text : <Missing why={missing ?? "cannot be told"} />}
    </span>
  );
}

/** Stands where there is no number, and never where it is nought. */
export function Missing({ why }: { readonly why: string }) {
  return (
    <span title={why}>
      <span aria-hidden="true">{NONE}</span>
      <span className="unseen">{why}</span>
    </span>
  );
}
