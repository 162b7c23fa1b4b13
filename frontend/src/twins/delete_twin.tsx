import { messageOf } from "../api/problem.ts";
import { useDoing } from "../api/use_doing.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { counted } from "../ui/numbers.ts";
import { sayDone } from "../ui/toasts.tsx";
import { removeTwin } from "./doing.ts";
import type { Twin } from "./twin.ts";

interface DeleteTwinProps {
  readonly twin: Twin;
  /** Told whether it is deleted now. */
  readonly onClose: (isDeleted: boolean) => void;
}

/** Asks before a twin is deleted, and says what goes with it. */
export function DeleteTwin({ twin, onClose }: DeleteTwinProps) {
  const { isBusy, error, run } = useDoing();
  const remove = async () => {
    await removeTwin(twin.id);
    sayDone(`The twin "${twin.name}" is deleted.`);
    onClose(true);
  };
  const actions = (
    <>
      <Button onClick={() => onClose(false)}>Keep it</Button>
      <Button look="danger" disabled={isBusy} onClick={() => run(remove)}>
        {isBusy ? "Deleting" : "Delete"}
      </Button>
    </>
  );
  return (
    <Dialog
      title={`Delete the twin "${twin.name}"?`}
      onClose={() => onClose(false)}
      actions={actions}
    >
      <p>
        All that was done to it, its snapshots and its forecasts go with it. Its forks, and twins
        that were made from its snapshots, stay. This cannot be undone.
      </p>
      {twin.watchers > 0 ? (
        <p>
          {counted(twin.watchers, "window shows", "windows show")} it now, and will be told that it
          is gone.
        </p>
      ) : null}
      {error === null ? null : <p role="alert">{messageOf(error)}</p>}
    </Dialog>
  );
}
