import { type InputHTMLAttributes, type ReactNode, type SelectHTMLAttributes, useId } from "react";

import css from "./field.module.css";

interface Labelled {
  readonly label: string;
  /** What may be given, or what it means. */
  readonly hint?: ReactNode;
  /** What is wrong with what is given, if anything. */
  readonly wrong?: string | null;
}

type InputProps = Labelled & InputHTMLAttributes<HTMLInputElement>;

/** A line of input under its label. */
export function Input({ label, hint, wrong, ...rest }: InputProps) {
  const id = useId();
  const noted = hint !== undefined || (wrong ?? null) !== null;
  return (
    <div className={css.field}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className={css.input}
        aria-invalid={(wrong ?? null) !== null}
        aria-describedby={noted ? `${id}-note` : undefined}
        {...rest}
      />
      <Note id={`${id}-note`} hint={hint} wrong={wrong ?? null} />
    </div>
  );
}

interface Choice {
  readonly value: string;
  readonly label: string;
  /** Under which heading it stands, where there are several. */
  readonly group?: string | undefined;
}

type SelectProps = Labelled &
  Omit<SelectHTMLAttributes<HTMLSelectElement>, "onChange"> & {
    readonly choices: readonly Choice[];
    /** The label is for those who hear the page alone. */
    readonly labelUnseen?: boolean;
    readonly onPick: (value: string) => void;
  };

/** A choice of one of several, as the browser shows it. */
export function Select(props: SelectProps) {
  const { label, hint, wrong, choices, labelUnseen = false, onPick, ...rest } = props;
  const id = useId();
  return (
    <div className={css.field}>
      <label htmlFor={id} className={labelUnseen ? "unseen" : undefined}>
        {label}
      </label>
      <select
        id={id}
        className={css.input}
        onChange={(event) => onPick(event.target.value)}
        {...rest}
      >
        <Options choices={choices} />
      </select>
      <Note id={`${id}-note`} hint={hint} wrong={wrong ?? null} />
    </div>
  );
}

function Options({ choices }: { readonly choices: readonly Choice[] }) {
  const groups = [...new Set(choices.map(({ group }) => group))];
  return groups.map((group) => {
    const options = choices
      .filter((one) => one.group === group)
      .map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ));
    if (group === undefined) return options;
    return (
      <optgroup key={group} label={group}>
        {options}
      </optgroup>
    );
  });
}

function Note(props: {
  readonly id: string;
  readonly hint: ReactNode;
  readonly wrong: string | null;
}) {
  if (props.wrong !== null) {
    return (
      <p id={props.id} className={css.wrong} role="alert">
        {props.wrong}
      </p>
    );
  }
  if (props.hint === undefined) return null;
  return (
    <p id={props.id} className={css.hint}>
      {props.hint}
    </p>
  );
}
