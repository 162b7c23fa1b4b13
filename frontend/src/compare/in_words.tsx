import { verdictOf } from "../levers/verdict.ts";
import { labelOf } from "../ui/labels.ts";
import type { Difference } from "./differences.ts";
import { changeText } from "./forest_rows.ts";

/** What came out in a few sentences: what is better, what is worse, what nobody can tell. */
export function InWords({ differences }: { readonly differences: readonly Difference[] }) {
  const of = (wanted: string) =>
    differences.filter((one) => verdictOf(one.measure, one.low, one.high) === wanted);
  const [better, worse, unclear] = [of("better"), of("worse"), of("unclear")];
  const said = [
    better.length === 0 ? "" : `Better: ${better.map(phrase).join("; ")}.`,
    worse.length === 0 ? "" : `Worse: ${worse.map(phrase).join("; ")}.`,
    unclear.length === 0
      ? ""
      : `Not clear, for more replications to tell: ${unclear.map((one) => labelOf(one.measure)).join(", ")}.`,
  ].filter((one) => one !== "");
  return (
    <p>{said.length === 0 ? "No KPI that is better or worse has changed." : said.join(" ")}</p>
  );
}

function phrase(one: Difference): string {
  return `${labelOf(one.measure)} ${changeText(one)}`;
}
