import { api } from "../api/client.ts";
import { useWhyNot } from "../api/me.ts";
import { Button } from "../ui/button.tsx";
import { sayDone, sayFailed } from "../ui/toasts.tsx";
import { isActive, type Run, wholeOf } from "./run.ts";

interface CancelRunProps {
  readonly run: Run;
  readonly changed: () => void;
}

/** Ends a run that is under way; there is nothing where it has ended. */
export function CancelRun({ run, changed }: CancelRunProps) {
  const whyNot = useWhyNot("cancel_run");
  if (!isActive(run) || wholeOf(run) !== null) return null; // which is cancelled as a whole
  const cancel = () => {
    const params = { path: { run_id: run.id } };
    api.POST("/api/runs/{run_id}/cancel", { params }).then(
      () => {
        sayDone("The run is cancelled.");
        changed();
      },
      (error: unknown) => sayFailed("The run was not cancelled", error),
    );
  };
  return (
    <Button whyNot={whyNot} onClick={cancel}>
      Cancel
    </Button>
  );
}
