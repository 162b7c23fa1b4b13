import { useCallback, useMemo, useState } from "react";

import { useMe, useWhyNot } from "../api/me.ts";
import { type Asked, useAsked } from "../api/use_asked.ts";
import type { Did } from "../live/messages.ts";
import { useTwin } from "../live/use_twin.ts";
import { Busy } from "../ui/busy.tsx";
import { Button } from "../ui/button.tsx";
import { Fold } from "../ui/fold.tsx";
import { counted } from "../ui/numbers.ts";
import { ProblemBox } from "../ui/problem_box.tsx";
import { navigate } from "../url/address.ts";
import { Link } from "../url/link.tsx";
import { AboutTwin } from "./about_twin.tsx";
import { DeleteTwin } from "./delete_twin.tsx";
import { getTwin } from "./doing.ts";
import { ForkDialog } from "./fork_dialog.tsx";
import { InterveneForm } from "./intervene_form.tsx";
import { JournalList } from "./journal_list.tsx";
import { MadeList } from "./made_list.tsx";
import { RenameDialog } from "./rename_dialog.tsx";
import { SnapshotsList } from "./snapshots_list.tsx";
import { madeFrom, type Names, type Twin, whyNotDelete } from "./twin.ts";
import css from "./twin_panel.module.css";
import { useOnDid } from "./use_made.ts";
import { useNamesOfOrigins } from "./use_twins.ts";

const LATER_MS = 5000;

/** The twin that is shown: what it is, what can be done to it, and what has been done. */
export default function TwinPanel() {
  const asked = useTwinInfo();
  const names = useNames(asked.value);
  if (asked.isFirst) return <Busy what="Loading the twin" />;
  const twin = asked.value;
  if (twin === null) {
    return <ProblemBox what="The twin could not be had" error={asked.error} again={asked.again} />;
  }
  return (
    <div className={css.panel}>
      <Head twin={twin} names={names} again={asked.again} />
      <Fold title="Do something" isOpenFirst>
        <InterveneForm />
      </Fold>
      <Fold title="What was done to the city" isOpenFirst>
        <MadeList />
      </Fold>
      <Fold title="Who did what" note={counted(twin.commands, "command")}>
        <JournalList />
      </Fold>
      <Fold title="Snapshots">
        <SnapshotsList twin={twin} />
      </Fold>
      <Fold title="About this twin">
        <AboutTwin twin={twin} names={names} />
      </Fold>
    </div>
  );
}

function useTwinInfo(): Asked<Twin> {
  const { id } = useTwin();
  const asked = useAsked(`twin ${id}`, (signal) => getTwin(id, signal), { every: LATER_MS });
  const { again } = asked;
  useOnDid(
    useCallback(
      (did: Did) => {
        if (did.do === "intervene" || did.do === "observe") again();
      },
      [again],
    ),
  );
  return asked;
}

function useNames(twin: Twin | null): Names {
  const scenarios = useNamesOfOrigins(useMemo(() => (twin === null ? [] : [twin]), [twin]));
  const parent = twin?.origin.kind === "twin" ? twin.origin.id : null;
  const of = useAsked(parent === null ? null : `parent ${parent}`, (signal) =>
    getTwin(parent ?? "", signal).catch(() => null),
  ).value;
  return useMemo(
    () => ({
      scenarios,
      twins: new Map(of === null ? [] : [[of.id, of.name]]),
    }),
    [scenarios, of],
  );
}

interface HeadProps {
  readonly twin: Twin;
  readonly names: Names;
  readonly again: () => void;
}

function Head({ twin, names, again }: HeadProps) {
  const [open, setOpen] = useState<"rename" | "fork" | "delete" | null>(null);
  const me = useMe((state) => state.me);
  const mayNotDelete = whyNotDelete(useWhyNot("delete_twin"), me, [twin.by]);
  const close = () => {
    setOpen(null);
    again();
  };
  const afterDeleting = (isDeleted: boolean) => {
    setOpen(null);
    if (isDeleted) navigate("/twins");
  };
  return (
    <header className={css.head}>
      <h2>{twin.name}</h2>
      <p className={css.note}>
        {madeFrom(twin, names)} · {counted(twin.watchers, "window shows", "windows show")} it ·{" "}
        <Link to="/twins">all twins</Link>
      </p>
      <div className={css.small}>
        <Button whyNot={useWhyNot("fork_twin")} onClick={() => setOpen("fork")}>
          Fork
        </Button>
        <Button whyNot={useWhyNot("rename_twin")} onClick={() => setOpen("rename")}>
          Rename
        </Button>
        <Button look="danger" whyNot={mayNotDelete} onClick={() => setOpen("delete")}>
          Delete
        </Button>
      </div>
      {open === "rename" ? <RenameDialog twin={twin} onClose={close} /> : null}
      {open === "fork" ? <ForkDialog twin={twin} onClose={close} /> : null}
      {open === "delete" ? <DeleteTwin twin={twin} onClose={afterDeleting} /> : null}
    </header>
  );
}
