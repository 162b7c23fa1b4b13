import { useState } from "react";

import { useMe, useWhyNot } from "../api/me.ts";
import { Menu } from "../ui/menu.tsx";
import { sayDone, sayFailed } from "../ui/toasts.tsx";
import { navigate } from "../url/address.ts";
import { pathOf } from "../url/routes.ts";
import { DeleteTwin } from "./delete_twin.tsx";
import { takeSnapshot } from "./doing.ts";
import { ForkDialog } from "./fork_dialog.tsx";
import { RenameDialog } from "./rename_dialog.tsx";
import { type Twin, whyNotDelete } from "./twin.ts";

interface TwinMenuProps {
  readonly twin: Twin;
  readonly changed: () => void;
}

/** What can be done with a twin from the list. */
export function TwinMenu({ twin, changed }: TwinMenuProps) {
  const [open, setOpen] = useState<"rename" | "fork" | "delete" | null>(null);
  const me = useMe((state) => state.me);
  const mayNotDelete = whyNotDelete(useWhyNot("delete_twin"), me, [twin.by]);
  const close = () => {
    setOpen(null);
    changed();
  };
  const items = [
    { label: "Open", run: () => navigate(pathOf("city", twin.id)) },
    { label: "Rename…", whyNot: useWhyNot("rename_twin"), run: () => setOpen("rename") },
    { label: "Fork…", whyNot: useWhyNot("fork_twin"), run: () => setOpen("fork") },
    {
      label: "Take a snapshot",
      whyNot: useWhyNot("create_snapshot"),
      run: () => void keep(twin),
    },
    {
      label: "Delete…",
      isDanger: true,
      whyNot: mayNotDelete,
      run: () => setOpen("delete"),
    },
  ];
  return (
    <>
      <Menu label={`What can be done with ${twin.name}`} items={items} />
      {open === "rename" ? <RenameDialog twin={twin} onClose={close} /> : null}
      {open === "fork" ? <ForkDialog twin={twin} onClose={close} /> : null}
      {open === "delete" ? <DeleteTwin twin={twin} onClose={close} /> : null}
    </>
  );
}

async function keep(twin: Twin): Promise<void> {
  try {
    await takeSnapshot(twin.id);
    sayDone(`"${twin.name}" is kept as it is: its snapshots are in its panel.`);
  } catch (error) {
    sayFailed("No snapshot was taken", error);
  }
}
