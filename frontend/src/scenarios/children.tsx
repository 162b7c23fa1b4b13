import { Busy } from "../ui/busy.tsx";
import { Empty } from "../ui/empty.tsx";
import { ProblemBox } from "../ui/problem_box.tsx";
import { Link } from "../url/link.tsx";
import { pathOf } from "../url/routes.ts";
import css from "./children.module.css";
import { useScenarios } from "./scenario_list.ts";

/** What was derived from a scenario, each with its difference. */
export function Children({ id }: { readonly id: string }) {
  const { asked, scenarios } = useScenarios(id);
  if (asked.value === null && asked.error !== null) {
    const what = "They could not be loaded";
    return <ProblemBox what={what} error={asked.error} again={asked.again} />;
  }
  if (asked.value === null) return <Busy what="Loading what was derived from it" />;
  if (scenarios.length === 0) {
    return (
      <Empty title="Nothing was derived from it">
        “Derive” makes a scenario that differs from this one by a few changes.
      </Empty>
    );
  }
  return (
    <ul className={css.children}>
      {scenarios.map((one) => (
        <li key={one.id}>
          <Link to={pathOf("scenarios", one.id)}>{one.name}</Link>
          <code>{one.changes.join("\n")}</code>
        </li>
      ))}
    </ul>
  );
}
