import { useState } from "react";

import { api, type Schemas, told } from "../api/client.ts";
import { useWhyNot } from "../api/me.ts";
import { Button } from "../ui/button.tsx";
import { Confirmed } from "../ui/confirmed.tsx";
import { saveFrom } from "../ui/saving.ts";
import { sayDone, sayFailed } from "../ui/toasts.tsx";
import view from "../ui/view.module.css";
import { navigate } from "../url/address.ts";
import { pathOf } from "../url/routes.ts";
import { Derive } from "./derive.tsx";
import { StartRun } from "./start_run.tsx";

type Scenario = Schemas["ScenarioInfo"];

/** What can be done with a scenario. */
export function ScenarioActions({ scenario }: { readonly scenario: Scenario }) {
  const [open, setOpen] = useState<"run" | "derive" | null>(null);
  const mayNotWatch = useWhyNot("create_twin");
  const mayNotDelete = useWhyNot("delete_scenario");
  const close = () => setOpen(null);
  return (
    <div className={view.actions}>
      <Button look="main" whyNot={useWhyNot("create_run")} onClick={() => setOpen("run")}>
        Run it
      </Button>
      <Button
        whyNot={mayNotWatch}
        title="See it on the map, as a twin of its own"
        onClick={() => void watch(scenario)}
      >
        Watch it
      </Button>
      <Button whyNot={useWhyNot("create_child")} onClick={() => setOpen("derive")}>
        Derive
      </Button>
      <Button onClick={() => navigate(`${pathOf("scenarios", "new")}?from=${scenario.id}`)}>
        Edit a copy
      </Button>
      <Button onClick={() => save(scenario)}>File</Button>
      <Confirmed
        label="Delete"
        question="Delete this scenario?"
        whyNot={mayNotDelete}
        onYes={() => void remove(scenario)}
      />
      {open === "run" ? <StartRun scenario={scenario} onClose={close} /> : null}
      {open === "derive" ? <Derive scenario={scenario} onClose={close} /> : null}
    </div>
  );
}

function save(scenario: Scenario): void {
  const path = `/api/scenarios/${scenario.id}/scenario?format=yaml`;
  saveFrom(path, `${scenario.name}.yaml`).catch((error: unknown) =>
    sayFailed("The file was not saved", error),
  );
}

async function watch(scenario: Scenario): Promise<void> {
  try {
    const twin = await told(api.POST("/api/twins", { body: { from: { scenario: scenario.id } } }));
    navigate(pathOf("city", twin.id));
  } catch (error) {
    sayFailed("It cannot be watched", error);
  }
}

async function remove(scenario: Scenario): Promise<void> {
  try {
    const params = { path: { scenario_id: scenario.id } };
    await api.DELETE("/api/scenarios/{scenario_id}", { params });
    sayDone("The scenario is deleted.");
    navigate(pathOf("scenarios"));
  } catch (error) {
    sayFailed("The scenario was not deleted", error);
  }
}
