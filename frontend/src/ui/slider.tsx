import { Slider as Radix } from "radix-ui";

import css from "./slider.module.css";

interface SliderProps {
  readonly label: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly step: number;
  readonly disabled?: boolean;
  /** The value in words, with its unit: what is read out. */
  readonly text?: string;
  /** While it moves. */
  readonly onMove: (value: number) => void;
  /** When it has been let go. */
  readonly onSet?: (value: number) => void;
}

/** A value that the hand moves between two ends. */
export function Slider(props: SliderProps) {
  const { label, value, low, high, step, text, disabled = false, onMove, onSet } = props;
  return (
    <Radix.Root
      className={css.slider}
      value={[value]}
      min={low}
      max={high}
      step={step}
      disabled={disabled}
      onValueChange={([moved]) => moved !== undefined && onMove(moved)}
      onValueCommit={([set]) => set !== undefined && onSet?.(set)}
    >
      <Radix.Track className={css.track}>
        <Radix.Range className={css.range} />
      </Radix.Track>
      <Radix.Thumb className={css.thumb} aria-label={label} aria-valuetext={text} />
    </Radix.Root>
  );
}
