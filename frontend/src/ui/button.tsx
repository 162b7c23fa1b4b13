import type { ButtonHTMLAttributes, MouseEvent, Ref } from "react";

import css from "./button.module.css";
import { Tooltip } from "./tooltip.tsx";

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** What it looks like: the main thing to do here, one of several, or one in a row of tools. */
  readonly look?: "main" | "plain" | "tool" | "danger";
  /** Why it cannot be pressed; null if it can. */
  readonly whyNot?: string | null;
  readonly ref?: Ref<HTMLButtonElement>;
}

export function Button({ look = "plain", whyNot = null, className, ...rest }: ButtonProps) {
  const classes = [css.button, css[look], className].filter(Boolean).join(" ");
  if (whyNot === null) return <button type="button" className={classes} {...rest} />;
  return (
    <Tooltip text={whyNot}>
      <button type="button" className={classes} {...rest} {...heldBack(whyNot)} />
    </Tooltip>
  );
}

/** A button that may not be pressed has the focus like others, so that keys, too, lead to why. */
function heldBack(whyNot: string): ButtonHTMLAttributes<HTMLButtonElement> {
  return {
    disabled: false,
    "aria-disabled": true,
    "aria-description": whyNot,
    title: undefined,
    onClick: (event: MouseEvent) => event.preventDefault(),
  };
}
