import type { ButtonHTMLAttributes, Ref } from "react";

import css from "./button.module.css";

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** What it looks like: the main thing to do here, one of several, or one in a row of tools. */
  readonly look?: "main" | "plain" | "tool" | "danger";
  readonly ref?: Ref<HTMLButtonElement>;
}

export function Button({ look = "plain", className, ...rest }: ButtonProps) {
  const classes = [css.button, css[look], className].filter(Boolean).join(" ");
  return <button type="button" className={classes} {...rest} />;
}
