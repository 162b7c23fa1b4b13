import { useMe, useWhyNot } from "../api/me.ts";
import { messageOf } from "../api/problem.ts";
import { useDoing } from "../api/use_doing.ts";
import { useAsked } from "../api/use_asked.ts";
import { momentOf } from "../live/moment.ts";
import { useTwin } from "../live/use_twin.ts";
import { Busy } from "../ui/busy.tsx";
import { Button } from "../ui/button.tsx";
import { wallTime } from "../ui/city_time.ts";
import { Confirmed } from "../ui/confirmed.tsx";
import { ProblemBox } from "../ui/problem_box.tsx";
import { sayDone } from "../ui/toasts.tsx";
import { navigate } from "../url/address.ts";
import { pathOf } from "../url/routes.ts";
import { makeTwin, removeSnapshot, snapshotsOf, takeSnapshot } from "./doing.ts";
import { type Snapshot, type Twin, whyNotDelete } from "./twin.ts";
import css from "./twin_panel.module.css";

const LATER_MS = 10_000; // others take snapshots, too

/** Snapshots of the twin that is shown: kept as it was, for twins to be made from. */
export function SnapshotsList({ twin }: { readonly twin: Twin }) {
  const { id } = useTwin();
  const mayNotTake = useWhyNot("create_snapshot");
  const asked = useAsked(`snapshots ${id}`, (signal) => snapshotsOf(id, signal), {
    every: LATER_MS,
  });
  const doing = useDoing();
  const run = (what: () => Promise<unknown>) => doing.run(() => what().then(asked.again));
  const take = async () => {
    await takeSnapshot(id);
    sayDone("The twin is kept as it stands now.");
  };
  return (
    <>
      <div className={css.small}>
        <Button whyNot={mayNotTake} disabled={doing.isBusy} onClick={() => run(take)}>
          Take a snapshot
        </Button>
      </div>
      <Failed error={doing.error} />
      {asked.isFirst ? <Busy what="Loading the snapshots" /> : null}
      {asked.value === null && asked.error !== null ? (
        <ProblemBox what="There are no snapshots" error={asked.error} again={asked.again} />
      ) : null}
      {asked.value?.length === 0 ? (
        <p className={css.note}>
          None yet. A snapshot keeps the twin as it is, for twins to be made from later.
        </p>
      ) : (
        <ul className={css.made} aria-label="Snapshots">
          {(asked.value ?? []).map((one) => (
            <OneSnapshot key={one.id} snapshot={one} twin={twin} run={run} />
          ))}
        </ul>
      )}
    </>
  );
}

function Failed({ error }: { readonly error: unknown }) {
  return error === null ? null : (
    <p className={css.wrong} role="alert">
      {messageOf(error)}
    </p>
  );
}

interface OneSnapshotProps {
  readonly snapshot: Snapshot;
  readonly twin: Twin;
  readonly run: (what: () => Promise<unknown>) => void;
}

function OneSnapshot({ snapshot, twin, run }: OneSnapshotProps) {
  const me = useMe((state) => state.me);
  const owners = [snapshot.by, twin.by];
  const mayNotDelete = whyNotDelete(useWhyNot("delete_snapshot"), me, owners);
  const at = momentOf(twin.start, snapshot.now_s);
  const make = async () => {
    const from = { snapshot: snapshot.id };
    const made = await makeTwin({ from, name: `${twin.name}, as at ${at}`.slice(0, 200) });
    navigate(pathOf("city", made.id));
  };
  return (
    <li className={css.one}>
      <p className={css.what}>{at}, city time</p>
      <p className={css.note}>
        Taken by {snapshot.by}, {wallTime(snapshot.created_at)} (your time).
      </p>
      <div className={css.small}>
        <Button whyNot={useWhyNot("create_twin")} onClick={() => run(make)}>
          Make a twin of it
        </Button>
        <Confirmed
          label="Delete"
          question={`Delete the snapshot of ${at}?`}
          whyNot={mayNotDelete}
          onYes={() => run(() => removeSnapshot(snapshot))}
        />
      </div>
    </li>
  );
}
