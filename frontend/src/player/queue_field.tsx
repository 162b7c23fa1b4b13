import { useState } from "react";

import css from "./player.module.css";

interface QueueFieldProps {
  readonly value: number;
  readonly onChange: (value: number) => void;
}

const MOST = 10_000;

/** How many vehicles in line make a queue. */
export function QueueField({ value, onChange }: QueueFieldProps) {
  const [text, setText] = useState<string | null>(null); // as it is written
  const change = (written: string) => {
    setText(written);
    const least = Number(written);
    if (Number.isInteger(least) && least >= 1 && least <= MOST) onChange(least);
  };
  return (
    <label className={css.queue}>
      <span aria-hidden="true">≥</span>
      <span className="unseen">Vehicles in line that make a queue</span>
      <input
        type="number"
        min={1}
        max={MOST}
        value={text ?? value}
        onChange={({ target }) => change(target.value)}
        onBlur={() => setText(null)}
      />
    </label>
  );
}
