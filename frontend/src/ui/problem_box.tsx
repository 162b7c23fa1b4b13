import { errorsOf, messageOf, ProblemError, UnreachableError } from "../api/problem.ts";
import { Button } from "./button.tsx";
import css from "./problem_box.module.css";

interface ProblemBoxProps {
  readonly error: unknown;
  /** What did not happen, in words: "The runs could not be loaded". */
  readonly what: string;
  readonly again?: (() => void) | undefined;
}

/** Stands where something should be that could not be had, and says why. */
export function ProblemBox({ error, what, again }: ProblemBoxProps) {
  const errors = errorsOf(error);
  const id = error instanceof ProblemError ? error.problem.request_id : null;
  return (
    <div className={css.box} role="alert">
      <h2>{what}</h2>
      <p>{messageOf(error)}</p>
      {errors.length === 0 ? null : (
        <ul>
          {errors.map((one) => (
            <li key={`${one.where} ${one.message}`}>
              <code>{one.where}</code> {one.message}
            </li>
          ))}
        </ul>
      )}
      {error instanceof UnreachableError ? <p>It is asked again as soon as it does.</p> : null}
      {again === undefined ? null : <Button onClick={again}>Try again</Button>}
      {(id ?? null) === null ? null : <p className={css.id}>In the server's log: {id}</p>}
    </div>
  );
}
