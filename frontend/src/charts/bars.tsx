import { useId } from "react";

import { isNumber, type Maybe, Shown } from "../ui/numbers.ts";
import css from "./bars.module.css";

interface Bar {
  readonly name: string;
  readonly value: Maybe;
  /** Half of its 95 % interval. */
  readonly half: Maybe;
}

interface BarsProps {
  readonly title: string;
  /** As the API tells it. */
  readonly unit: string;
  readonly rows: readonly Bar[];
}

/** A few values as bars with their intervals, each with its number beside it. */
export function Bars({ title, unit, rows }: BarsProps) {
  const heading = useId();
  const ends = rows.map(({ value, half }) => Math.abs(value ?? 0) + (half ?? 0));
  const largest = Math.max(...ends, Number.MIN_VALUE);
  const shown = Shown.of(
    unit,
    rows.map((row) => row.value),
  );
  return (
    <figure className={css.bars} aria-labelledby={heading}>
      <figcaption>
        <h3 id={heading}>
          {title}
          {shown.unit === "" ? null : <span className={css.unit}> [{shown.unit}]</span>}
        </h3>
      </figcaption>
      <ul>
        {rows.map((row) => (
          <li key={row.name}>
            <span className={css.name}>{row.name}</span>
            <Track {...row} largest={largest} />
            <span className={css.value}>
              {shown.number(row.value)}
              {isNumber(row.half) ? (
                <span className={css.half}> ± {shown.number(row.half)}</span>
              ) : null}
            </span>
          </li>
        ))}
      </ul>
    </figure>
  );
}

/** A bar and its interval, as parts of the largest. */
function Track({ value, half, largest }: Bar & { readonly largest: number }) {
  const part = (size: number) => `${Math.max(0, Math.min(100, (100 * size) / largest))}%`;
  const has = isNumber(value) && isNumber(half) && half > 0;
  return (
    <span className={css.track} aria-hidden="true">
      {isNumber(value) ? (
        <span className={css.bar} style={{ width: part(Math.abs(value)) }} />
      ) : null}
      {has ? (
        <span
          className={css.whisker}
          style={{ left: part(value - half), width: part(Math.min(2 * half, value + half)) }}
        />
      ) : null}
    </span>
  );
}
