import type { ReactNode } from "react";

import view from "./view.module.css";

interface Fact {
  readonly name: string;
  readonly value: ReactNode;
}

interface FactsProps {
  readonly label: string;
  readonly facts: readonly Fact[];
}

/** A few facts in a row, each with its name. */
export function Facts({ label, facts }: FactsProps) {
  if (facts.length === 0) return null;
  return (
    <dl className={view.facts} aria-label={label}>
      {facts.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
