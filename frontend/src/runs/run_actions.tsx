import { useState } from "react";

import { api, told } from "../api/client.ts";
import { useWhyNot } from "../api/me.ts";
import { Button } from "../ui/button.tsx";
import { Confirmed } from "../ui/confirmed.tsx";
import { copy } from "../ui/copy.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Select } from "../ui/field.tsx";
import { saveFrom, saveLarge } from "../ui/saving.ts";
import { sayDone, sayFailed } from "../ui/toasts.tsx";
import view from "../ui/view.module.css";
import { navigate } from "../url/address.ts";
import { pathOf } from "../url/routes.ts";
import { CancelRun } from "./cancel_run.tsx";
import { commandOf, isActive, type Run, wholeOf } from "./run.ts";

interface RunActionsProps {
  readonly run: Run;
  readonly name: string;
  readonly changed: () => void;
}

/** What can be done with a run. */
export function RunActions({ run, name, changed }: RunActionsProps) {
  const [isTaking, setTaking] = useState(false);
  const mayNotWatch = useWhyNot("create_twin");
  const mayNotDelete = useWhyNot("delete_run");
  const isThere = run.status === "COMPLETED";
  return (
    <div className={view.actions}>
      <CancelRun run={run} changed={changed} />
      {isThere ? (
        <>
          <Button
            look="main"
            whyNot={mayNotWatch}
            title="See it on the map, as it happened"
            onClick={() => void watch(run, name)}
          >
            Watch it
          </Button>
          <Button onClick={() => setTaking(true)}>Take it along</Button>
        </>
      ) : null}
      {isActive(run) ? null : (
        <Confirmed
          label="Delete"
          question="Delete this run and all its results?"
          whyNot={mayNotDelete ?? whyNotAlone(run)}
          onYes={() => void remove(run)}
        />
      )}
      {isTaking ? <Taking run={run} name={name} onClose={() => setTaking(false)} /> : null}
    </div>
  );
}

/** The files of a run, and the command that computes it again. */
function Taking({
  run,
  name,
  onClose,
}: Omit<RunActionsProps, "changed"> & { onClose: () => void }) {
  const [replication, setReplication] = useState("0");
  const file = `${fileNameOf(name)}.yaml`;
  const command = commandOf(run, file);
  const events = (format: string) => {
    const path = `/api/runs/${run.id}/events?replication=${replication}&format=${format}`;
    saveLarge(path, `events-${run.id}-${replication}.${format}`).catch(notSaved);
  };
  return (
    <Dialog title="Take it along" onClose={onClose}>
      <Select
        label="Event log of replication"
        value={replication}
        choices={Array.from({ length: run.replications }, (_, i) => String(i)).map(asChoice)}
        onPick={setReplication}
      />
      <div className={view.tools}>
        <Button onClick={() => events("parquet")}>Parquet</Button>
        <Button onClick={() => events("arrow")}>Arrow</Button>
      </div>
      <h3>The same again, elsewhere</h3>
      <pre style={{ margin: 0, whiteSpace: "pre-wrap" }}>{command}</pre>
      <div className={view.tools}>
        <Button onClick={() => save(scenarioFile(run), file)}>Scenario file</Button>
        <Button onClick={() => void copy(command, `Copied: ${command}`)}>Copy the command</Button>
      </div>
    </Dialog>
  );
}

/** Return why a run is not deleted by itself; null if it can be. */
function whyNotAlone(run: Run): string | null {
  const whole = wholeOf(run);
  return whole === null
    ? null
    : `It is a variant of a ${whole.kind}, which is deleted as a whole: see “Part of”.`;
}

const asChoice = (value: string) => ({ value, label: value });
const scenarioFile = (run: Run) => `/api/scenarios/${run.scenario_id}/scenario?format=yaml`;
const fileNameOf = (name: string) => name.toLowerCase().replace(/[^a-z0-9]+/g, "_") || "scenario";

function save(path: string, name: string): void {
  saveFrom(path, name).catch(notSaved);
}

function notSaved(error: unknown): void {
  sayFailed("The file was not saved", error);
}

async function watch(run: Run, name: string): Promise<void> {
  try {
    const body = { from: { run: run.id, replication: 0 }, name: `${name}, seed ${run.seed}` };
    const twin = await told(api.POST("/api/twins", { body }));
    navigate(pathOf("city", twin.id));
  } catch (error) {
    sayFailed("It cannot be watched", error);
  }
}

async function remove(run: Run): Promise<void> {
  try {
    await api.DELETE("/api/runs/{run_id}", { params: { path: { run_id: run.id } } });
    sayDone("The run is deleted.");
    navigate(pathOf("runs"));
  } catch (error) {
    sayFailed("The run was not deleted", error);
  }
}
