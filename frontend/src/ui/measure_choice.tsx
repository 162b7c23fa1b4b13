import { Select } from "./field.tsx";
import { titleOf } from "./labels.ts";
import { kindOf } from "./words.ts";

interface MeasureChoiceProps {
  readonly label: string;
  /** Names of the KPIs that there are. */
  readonly names: readonly string[];
  readonly value: string;
  readonly onPick: (name: string) => void;
}

const FEW = 12; // need no headings

/** A choice of one KPI of several, under headings where there are many. */
export function MeasureChoice({ label, names, value, onPick }: MeasureChoiceProps) {
  const choices = names.map((name) => ({
    value: name,
    label: titleOf(name),
    group: names.length > FEW ? kindOf(name) : undefined,
  }));
  return <Select label={label} value={value} choices={choices} onPick={onPick} />;
}
