import { lazy, Suspense } from "react";

import type { ViewProps } from "../app/view_props.ts";
import { Busy } from "../ui/busy.tsx";
import { ScenarioPage } from "./scenario_page.tsx";
import { ScenariosList } from "./scenarios_list.tsx";

const NEW = "new"; // in place of an id
const NewScenario = lazy(() => import("./new_scenario.tsx"));

/** All scenarios of the server, one of them, or a new one. */
export default function ScenariosView({ id }: ViewProps) {
  if (id === null) return <ScenariosList />;
  if (id !== NEW) return <ScenarioPage key={id} id={id} />;
  return (
    <Suspense fallback={<Busy what="Opening the editor" />}>
      <NewScenario />
    </Suspense>
  );
}
