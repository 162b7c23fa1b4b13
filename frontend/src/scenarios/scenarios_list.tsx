import { useMemo } from "react";

import type { Schemas } from "../api/client.ts";
import { Busy } from "../ui/busy.tsx";
import { wallTime, YOUR_TIME } from "../ui/city_time.ts";
import { DataTable, type TableColumn } from "../ui/data_table.tsx";
import { Empty } from "../ui/empty.tsx";
import { count, counted, NONE } from "../ui/numbers.ts";
import { ProblemBox } from "../ui/problem_box.tsx";
import view from "../ui/view.module.css";
import { useAddressState } from "../url/address.ts";
import { optionalText } from "../url/fields.ts";
import { Link } from "../url/link.tsx";
import { pathOf } from "../url/routes.ts";
import { useScenarios } from "./scenario_list.ts";

type Scenario = Schemas["ScenarioInfo"];

const FIELDS = { order: optionalText() };

/** All scenarios, the newest first. */
export function ScenariosList() {
  const { asked, scenarios, older } = useScenarios();
  const [{ order }, change] = useAddressState(FIELDS);
  const columns = useMemo(() => columnsOf(scenarios), [scenarios]);
  const [by, way] = order?.split(" ") ?? [];
  if (asked.isFirst) return <Busy what="Loading the scenarios" />;
  if (asked.value === null) {
    const what = "The scenarios could not be loaded";
    return <ProblemBox what={what} error={asked.error} again={asked.again} />;
  }
  if (scenarios.length === 0) {
    return (
      <Empty title="No scenarios yet" actions={<NewLink />}>
        A scenario is a city: its stations, batteries and demand, as a file.
      </Empty>
    );
  }
  return (
    <div className={view.list}>
      <header className={view.head}>
        <h1>Scenarios</h1>
        <p className={view.note}>{counted(scenarios.length, "scenario")}</p>
        <div className={view.actions}>
          <NewLink />
        </div>
      </header>
      <div className={view.rest}>
        <DataTable
          label="Scenarios"
          columns={columns}
          rows={scenarios}
          keyOf={(one) => one.id}
          order={by === undefined ? null : { by, down: way === "down" }}
          onOrder={(chosen) => change({ order: `${chosen.by} ${chosen.down ? "down" : "up"}` })}
          onEnd={older}
        />
      </div>
    </div>
  );
}

function NewLink() {
  return <Link to={pathOf("scenarios", "new")}>Write a new one</Link>;
}

function columnsOf(scenarios: readonly Scenario[]): TableColumn<Scenario>[] {
  const names = new Map(scenarios.map((one) => [one.id, one.name]));
  const parentOf = ({ parent_id: id }: Scenario) => (id === null ? null : (names.get(id) ?? id));
  return [
    {
      key: "name",
      title: "Name",
      cell: (one) => <Link to={pathOf("scenarios", one.id)}>{one.name}</Link>,
      order: (one) => one.name,
    },
    {
      key: "stations",
      title: "Stations",
      isNumber: true,
      cell: (one) => count(one.stations),
      order: (one) => one.stations,
    },
    {
      key: "parent",
      title: "Derived from",
      cell: (one) =>
        one.parent_id === null ? (
          NONE
        ) : (
          <Link to={pathOf("scenarios", one.parent_id)}>{parentOf(one)}</Link>
        ),
      order: parentOf,
    },
    { key: "changes", title: "By", cell: (one) => one.changes.join(", ") || NONE },
    {
      key: "stored",
      title: "Stored",
      unit: YOUR_TIME,
      meaning: "In your own time, not the city's",
      cell: (one) => wallTime(one.created_at),
      order: (one) => one.created_at,
    },
  ];
}
