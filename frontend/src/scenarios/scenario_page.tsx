import { api, type Schemas, told } from "../api/client.ts";
import { ProblemError } from "../api/problem.ts";
import { useAsked } from "../api/use_asked.ts";
import { Busy } from "../ui/busy.tsx";
import { wallTime } from "../ui/city_time.ts";
import { Empty } from "../ui/empty.tsx";
import { Facts } from "../ui/facts.tsx";
import { count } from "../ui/numbers.ts";
import { ProblemBox } from "../ui/problem_box.tsx";
import { Tabs } from "../ui/tabs.tsx";
import view from "../ui/view.module.css";
import { useAddressState } from "../url/address.ts";
import { choice } from "../url/fields.ts";
import { Link } from "../url/link.tsx";
import { pathOf } from "../url/routes.ts";
import { Children } from "./children.tsx";
import { RunsOf } from "./runs_of.tsx";
import { ScenarioActions } from "./scenario_actions.tsx";
import { Stations } from "./stations.tsx";

type Scenario = Schemas["ScenarioInfo"];

const TABS = ["stations", "children", "runs"] as const;
const FIELDS = { tab: choice(TABS, "stations") };

/** A scenario: what it is, its stations, what was derived from it, its runs. */
export function ScenarioPage({ id }: { readonly id: string }) {
  const [{ tab }, change] = useAddressState(FIELDS);
  const params = { path: { scenario_id: id } };
  const scenario = useAsked(`scenario ${id}`, (signal) =>
    told(api.GET("/api/scenarios/{scenario_id}", { params, signal })),
  );
  if (scenario.isFirst) return <Busy what="Loading the scenario" />;
  if (scenario.value === null) {
    const { error, again } = scenario;
    if (error instanceof ProblemError && error.problem.status < 500) return <NoScenario />;
    return <ProblemBox what="The scenario could not be loaded" error={error} again={again} />;
  }
  return (
    <div className={view.page}>
      <header className={view.parts}>
        <div className={view.head}>
          <h1>{scenario.value.name}</h1>
          <ScenarioActions scenario={scenario.value} />
        </div>
        <Facts label="About this scenario" facts={factsOf(scenario.value)} />
      </header>
      <Tabs
        label="About this scenario"
        value={tab}
        onChoose={(chosen) => change({ tab: chosen })}
        tabs={[
          { value: "stations", label: "Stations", content: <Stations id={id} /> },
          { value: "children", label: "Derived from it", content: <Children id={id} /> },
          { value: "runs", label: "Runs", content: <RunsOf id={id} /> },
        ]}
      />
    </div>
  );
}

function factsOf(scenario: Scenario) {
  const { parent_id: parent } = scenario;
  const derived =
    parent === null
      ? []
      : [
          { name: "Derived from", value: <Link to={pathOf("scenarios", parent)}>its parent</Link> },
          { name: "By", value: <code>{scenario.changes.join(", ")}</code> },
        ];
  return [
    { name: "Stations", value: count(scenario.stations) },
    ...derived,
    { name: "Stored", value: `${wallTime(scenario.created_at)} (your time)` },
    { name: "Digest", value: <code>{scenario.digest.slice(0, 12)}</code> },
  ];
}

function NoScenario() {
  return (
    <Empty title="There is no such scenario" actions={<Link to="/scenarios">All scenarios</Link>}>
      It may have been deleted, or its address has a typing error.
    </Empty>
  );
}
