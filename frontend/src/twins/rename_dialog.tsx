import { NameDialog } from "../levers/name_dialog.tsx";
import { rename } from "./doing.ts";
import type { Twin } from "./twin.ts";

interface RenameDialogProps {
  readonly twin: Pick<Twin, "id" | "name">;
  readonly onClose: () => void;
}

/** Gives a twin another name. */
export function RenameDialog({ twin, onClose }: RenameDialogProps) {
  return (
    <NameDialog
      title="Rename this twin"
      text="All who use this server see the name. Its address stays as it is."
      otherwise={twin.name}
      action="Rename"
      onName={async (name) => {
        await rename(twin.id, name);
      }}
      onClose={onClose}
    />
  );
}
