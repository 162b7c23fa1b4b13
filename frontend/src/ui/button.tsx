import type { ButtonHTMLAttributes, Ref } from "react";

import css from "./button.module.css";

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** What it looks like: the main thing to do here, one of several, or one in a row of tools. */
  readonly look?: "main" | "plain" | "tool" | "danger";
  /** Why it cannot be pressed; null if it can. */
  readonly whyNot?: string | null;
  readonly ref?: Ref<HTMLButtonElement>;
}

export function Button({ look = "plain", whyNot = null, className, ...rest }: ButtonProps) {
  const classes = [css.button, css[look], className].filter(Boolean).join(" ");
  const held = whyNot === null ? {} : { disabled: true, title: whyNot };
  return <button type="button" className={classes} {...rest} {...held} />;
}
