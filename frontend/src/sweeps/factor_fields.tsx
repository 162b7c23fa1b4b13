import { Button } from "../ui/button.tsx";
import { Input } from "../ui/field.tsx";
import { choiceText } from "../levers/values.ts";
import css from "./new_sweep.module.css";
import { type Factor, levelsOf } from "./plan.ts";

interface FactorFieldsProps {
  readonly factor: Factor;
  readonly onChange: (factor: Factor) => void;
  readonly onDrop: () => void;
}

const SIGN = { add: "+", factor: "× ", set: "", choice: "" } as const;

/** A factor of a new sweep: its ends, how many levels, and which these are. */
export function FactorFields({ factor, onChange, onDrop }: FactorFieldsProps) {
  const { lever } = factor;
  const levels = levelsOf(factor);
  return (
    <li className={css.factor} data-factor={lever.id}>
      <div className={css.factorName} title={lever.meaning}>
        <b>{lever.label}</b>
        <span className={css.note}>
          {lever.kind === "choice"
            ? `${levels.length} levels`
            : levels.map((level) => SIGN[lever.kind] + String(level)).join(", ")}
          {lever.kind === "add" || lever.kind === "set" ? ` ${lever.unit}` : ""}
        </span>
      </div>
      {lever.kind === "choice" ? (
        <Choices factor={factor} onChange={onChange} />
      ) : (
        <Ends factor={factor} onChange={onChange} />
      )}
      <Button look="tool" aria-label={`Leave out: ${lever.label}`} onClick={onDrop}>
        ✕
      </Button>
    </li>
  );
}

type EditProps = Omit<FactorFieldsProps, "onDrop">;

function Ends({ factor, onChange }: EditProps) {
  const { lever, from, to, levels } = factor;
  const bounds = {
    type: "number",
    min: lever.low ?? 0,
    max: lever.high ?? 0,
    step: lever.step ?? 1,
  };
  return (
    <div className={css.ends}>
      <Input
        label="From"
        {...bounds}
        value={from}
        onChange={({ target }) => onChange({ ...factor, from: target.valueAsNumber || 0 })}
      />
      <Input
        label="To"
        {...bounds}
        value={to}
        onChange={({ target }) => onChange({ ...factor, to: target.valueAsNumber || 0 })}
      />
      <Input
        label="Levels"
        type="number"
        min={1}
        max={50}
        value={levels}
        onChange={({ target }) => onChange({ ...factor, levels: target.valueAsNumber || 1 })}
      />
    </div>
  );
}

function Choices({ factor, onChange }: EditProps) {
  const all = factor.lever.choices ?? [];
  const toggle = (choice: string, isIn: boolean) => {
    const choices = all.filter((one) => (one === choice ? isIn : factor.choices.includes(one)));
    onChange({ ...factor, choices });
  };
  return (
    <div className={css.ends}>
      {all.map((choice) => (
        <label key={choice}>
          <input
            type="checkbox"
            checked={factor.choices.includes(choice)}
            onChange={({ target }) => toggle(choice, target.checked)}
          />{" "}
          {choiceText(choice)}
        </label>
      ))}
    </div>
  );
}
