import type { ReactNode } from "react";

import css from "./empty.module.css";

interface EmptyProps {
  readonly title: string;
  /** What to do next, in words. */
  readonly children?: ReactNode;
  /** Buttons or links that do it. */
  readonly actions?: ReactNode;
}

/** Stands where there is nothing yet, and says what to do about it. */
export function Empty({ title, children, actions }: EmptyProps) {
  return (
    <div className={css.empty}>
      <h2>{title}</h2>
      {children === undefined ? null : <div className={css.text}>{children}</div>}
      {actions === undefined ? null : <div className={css.actions}>{actions}</div>}
    </div>
  );
}
