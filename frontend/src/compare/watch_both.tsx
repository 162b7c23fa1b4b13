import { useState } from "react";

import { api, told } from "../api/client.ts";
import { useWhyNot } from "../api/me.ts";
import { type Experiment, useRunsOf } from "../experiments/experiment.ts";
import { Button } from "../ui/button.tsx";
import { sayFailed } from "../ui/toasts.tsx";
import view from "../ui/view.module.css";
import { navigate } from "../url/address.ts";
import { pathOfTwins } from "./fields.ts";

interface WatchBothProps {
  readonly experiment: Experiment;
  readonly variant: number;
}

/** Shows base and variant in motion, beside each other: a twin is made of each one's first run. */
export function WatchBoth({ experiment, variant }: WatchBothProps) {
  const whyNot = useWhyNot("create_twin");
  const runs = useRunsOf(experiment).value;
  const [isBusy, setBusy] = useState(false);
  const [base, other] = [runs?.get(0), runs?.get(variant)];
  if (base === undefined || other === undefined) return null;
  const watch = async () => {
    setBusy(true);
    try {
      const left = await twinOf(base.id, `${experiment.name}: base`);
      const right = await twinOf(other.id, `${experiment.name}: variant ${variant}`);
      navigate(pathOfTwins(left, right));
    } catch (error) {
      sayFailed("The cities could not be brought to life", error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className={view.tools}>
      <Button disabled={isBusy} whyNot={whyNot} onClick={() => void watch()}>
        {isBusy ? "Bringing both to life…" : "Watch both move"}
      </Button>
      <span className={view.note}>
        Base and variant on two maps with one camera and one clock, on the same random numbers.
      </span>
    </div>
  );
}

async function twinOf(run: string, name: string): Promise<string> {
  const body = { from: { run, replication: 0 }, name: name.slice(0, 200) };
  return (await told(api.POST("/api/twins", { body }))).id;
}
