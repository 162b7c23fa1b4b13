import { useState, useSyncExternalStore } from "react";

import { api, told } from "../api/client.ts";
import { useWhyNot } from "../api/me.ts";
import { NETWORK } from "../kpis/network_kpis.ts";
import type { LiveKpis } from "../live/messages.ts";
import type { WatchedTwin } from "../live/watched.ts";
import { askOrigin } from "../levers/origin.ts";
import { startComparison } from "../levers/saving.ts";
import { Button } from "../ui/button.tsx";
import { titleOf } from "../ui/labels.ts";
import { Measured } from "../ui/measured.tsx";
import { Shown } from "../ui/numbers.ts";
import type { Word } from "../ui/words.ts";
import { sayFailed } from "../ui/toasts.tsx";
import { navigate } from "../url/address.ts";
import { ClockChoice } from "./clock_choice.tsx";
import { pathOfComparison } from "./fields.ts";
import type { OneClock } from "./one_clock.ts";
import css from "./twins_beside.module.css";

interface LiveDifferenceProps {
  readonly left: WatchedTwin;
  readonly right: WatchedTwin;
  readonly clock: OneClock;
}

const REPLICATIONS = 30;
const NEAR_S = 1; // as near as one clock brings twins that stand

/** KPIs of both up to now, and by how much they differ in this one run. */
export function LiveDifference({ left, right, clock }: LiveDifferenceProps) {
  const a = useKpis(left);
  const b = useKpis(right);
  const isTogether = areAtOneTime(a, b);
  return (
    <div className={css.kpis}>
      <table aria-label="Both up to now">
        <thead>
          <tr>
            <th scope="col">Up to now</th>
            <th scope="col">A</th>
            <th scope="col">B</th>
            <th scope="col">B − A</th>
          </tr>
        </thead>
        <tbody>
          {NETWORK.map((kpi) => (
            <Row
              key={kpi.name}
              kpi={kpi}
              a={a?.total[kpi.name] ?? null}
              b={b?.total[kpi.name] ?? null}
              isTogether={isTogether}
            />
          ))}
        </tbody>
      </table>
      <p className={css.note}>
        One run of each: without an interval, chance may make all the difference.{" "}
        {isTogether ? "" : "B − A stands here once both are told of at one time: pause them. "}
        <InFull left={left.id} right={right.id} />
      </p>
      <ClockChoice clock={clock} />
    </div>
  );
}

interface RowProps {
  readonly kpi: Word;
  readonly a: number | null;
  readonly b: number | null;
  readonly isTogether: boolean;
}

function Row({ kpi: { name, unit, meaning }, a, b, isTogether }: RowProps) {
  const shown = Shown.of(unit, [a, b]);
  const difference = a === null || b === null || !isTogether ? null : b - a;
  const change = Shown.of(unit, [difference], { ofDifferences: true });
  return (
    <tr title={meaning}>
      <th scope="row">{titleOf(name)}</th>
      <td>
        <Measured measure={name} of="A" value={a} text={shown.text(a)} />
      </td>
      <td>
        <Measured measure={name} of="B" value={b} text={shown.text(b)} />
      </td>
      <td>
        <Measured
          measure={name}
          of="difference"
          value={difference}
          text={change.text(difference, { signed: true })}
          missing={isTogether ? "not defined for both" : "A and B are told of at other times"}
        />
      </td>
    </tr>
  );
}

function InFull({ left, right }: { readonly left: string; readonly right: string }) {
  const whyNot = useWhyNot("create_comparison");
  const [isBusy, setBusy] = useState(false);
  const start = async () => {
    setBusy(true);
    try {
      const params = { path: { twin_id: left }, query: { to: right } };
      const { changes } = await told(api.GET("/api/twins/{twin_id}/changes", { params }));
      if (changes.length === 0) throw new Error("Both are made of the same scenario.");
      const base = { kind: "twin", id: left } as const;
      const { seed } = await askOrigin(base);
      const asked = { changes, replications: REPLICATIONS, until: null, seed };
      const started = await startComparison(base, "B", asked);
      navigate(pathOfComparison(started.id));
    } catch (error) {
      sayFailed("The comparison was not started", error);
      setBusy(false);
    }
  };
  return (
    <Button disabled={isBusy} whyNot={whyNot} onClick={() => void start()}>
      Compare in full
    </Button>
  );
}

function useKpis({ snapshots }: WatchedTwin): LiveKpis | null {
  return useSyncExternalStore(snapshots.subscribe, snapshots.get).kpis;
}

/** Are KPIs up to the same time? Others are not to be held against each other. */
export function areAtOneTime(
  one: Pick<LiveKpis, "now"> | null,
  other: Pick<LiveKpis, "now"> | null,
): boolean {
  return one !== null && other !== null && Math.abs(one.now - other.now) <= NEAR_S;
}
