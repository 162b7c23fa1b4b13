import { ProblemError } from "../api/problem.ts";
import { Empty } from "../ui/empty.tsx";
import { ProblemBox } from "../ui/problem_box.tsx";
import { Link } from "../url/link.tsx";
import type { Experiment, Kind } from "./experiment.ts";

interface WithoutResultsProps {
  readonly experiment: Experiment;
  /** Where another one is begun. */
  readonly all: string;
}

/** What stands where results would be, of an experiment that has ended without any. */
export function WithoutResults({ experiment: { kind, status }, all }: WithoutResultsProps) {
  if (status !== "CANCELLED" && status !== "FAILED") return null;
  const isCancelled = status === "CANCELLED";
  return (
    <Empty
      title={isCancelled ? `The ${kind} was cancelled` : `The ${kind} has failed`}
      actions={<Link to={all}>Begin another one</Link>}
    >
      {isCancelled ? "It has no results." : "Why is told above; it has no results."}
    </Empty>
  );
}

interface NotLoadedProps {
  readonly kind: Kind;
  readonly error: unknown;
  readonly again: () => void;
}

/** Tells one that there is not from one that cannot be had now. */
export function NotLoaded({ kind, error, again }: NotLoadedProps) {
  const isNone = error instanceof ProblemError && GONE.has(error.problem.status);
  const what = isNone ? `There is no such ${kind}` : `The ${kind} could not be loaded`;
  return <ProblemBox what={what} error={error} again={again} />;
}

const GONE = new Set([404, 422]); // no such id, or none at all
