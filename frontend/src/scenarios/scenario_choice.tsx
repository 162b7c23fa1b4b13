import { useId, useState } from "react";

import type { Schemas } from "../api/client.ts";
import { Select } from "../ui/field.tsx";
import { counted } from "../ui/numbers.ts";
import css from "./scenario_choice.module.css";

type Scenario = Schemas["ScenarioInfo"];

interface ScenarioChoiceProps {
  readonly label: string;
  readonly scenarios: readonly Scenario[];
  readonly value: string;
  readonly wrong?: string | null;
  readonly onPick: (id: string) => void;
}

const MANY = 20; // from here on they can be searched

/** One of the scenarios: those given in full come before what was derived from others, which sweeps
 * make by the hundred. */
export function ScenarioChoice({ label, scenarios, value, wrong, onPick }: ScenarioChoiceProps) {
  const [search, setSearch] = useState("");
  const some = found(scenarios, search, value);
  return (
    <div className={css.choice}>
      <Select
        label={label}
        choices={choicesOf(some)}
        value={value}
        wrong={wrong ?? null}
        onPick={onPick}
      />
      {scenarios.length < MANY ? null : (
        <Search
          search={search}
          found={`${some.length} of ${counted(scenarios.length, "scenario")}`}
          onSearch={setSearch}
        />
      )}
    </div>
  );
}

interface SearchProps {
  readonly search: string;
  /** How many are left to choose from. */
  readonly found: string;
  readonly onSearch: (search: string) => void;
}

function Search({ search, found: left, onSearch }: SearchProps) {
  const id = useId();
  return (
    <>
      <input
        type="search"
        className={css.search}
        aria-label="Show those whose name has"
        aria-describedby={id}
        placeholder="find by name"
        value={search}
        onChange={(event) => onSearch(event.target.value)}
      />
      <span id={id} className="unseen">
        {left}
      </span>
    </>
  );
}

/** Return scenarios whose name or changes have all words of a search, and the one that is chosen. */
export function found(
  scenarios: readonly Scenario[],
  search: string,
  chosen: string,
): readonly Scenario[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return scenarios.filter(({ id, name, changes }) => {
    const text = [name, ...changes].join(" ").toLowerCase();
    return id === chosen || words.every((word) => text.includes(word));
  });
}

/** Return choices: what was derived from others stands after all
 * that were given in full. */
export function choicesOf(
  scenarios: readonly Scenario[],
): readonly { value: string; label: string; group?: string }[] {
  const isWhole = ({ parent_id: parent }: Scenario) => parent === null;
  const [whole, derived] = [scenarios.filter(isWhole), scenarios.filter((one) => !isWhole(one))];
  const asChoice = ({ id, name }: Scenario) => ({ value: id, label: name });
  if (whole.length === 0 || derived.length === 0) return [...whole, ...derived].map(asChoice);
  return [
    ...whole.map((one) => ({ ...asChoice(one), group: "Given in full" })),
    ...derived.map((one) => ({ ...asChoice(one), group: "Derived" })),
  ];
}
