import css from "./progress.module.css";

interface ProgressProps {
  readonly label: string;
  readonly done: number;
  readonly of: number;
  readonly children?: string | null;
}

/** How far something is: a bar, and in words beside it what the bar says. */
export function Progress({ label, done, of, children = null }: ProgressProps) {
  return (
    <span className={css.progress}>
      <progress aria-label={label} value={done} max={Math.max(of, 1)} />
      {children}
    </span>
  );
}
