import type { Asked } from "../api/use_asked.ts";
import { Busy } from "../ui/busy.tsx";
import { ProblemBox } from "../ui/problem_box.tsx";

interface TableAwaitedProps {
  /** What has no answer yet, or was not asked as it has not come out. */
  readonly asked: Asked<unknown>;
  /** What is made of it: "the heat map". */
  readonly of: string;
}

/** Stands where a table will be shown: it is loading, or why it cannot be had. */
export function TableAwaited({ asked: { isFirst, error, again }, of }: TableAwaitedProps) {
  if (isFirst) return <Busy what={`Loading ${of}`} />;
  if (error === null) return null;
  return <ProblemBox what={`${sentence(of)} could not be loaded`} error={error} again={again} />;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
