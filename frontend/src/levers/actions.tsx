import { useState } from "react";

import { useWhyNot } from "../api/me.ts";
import { Button } from "../ui/button.tsx";
import { copy } from "../ui/copy.ts";
import { saveFrom } from "../ui/saving.ts";
import { sayDone, sayFailed } from "../ui/toasts.tsx";
import { linkNow, navigate } from "../url/address.ts";
import { pathOf } from "../url/routes.ts";
import css from "./actions.module.css";
import { compareCommand } from "./command_line.ts";
import { NameDialog } from "./name_dialog.tsx";
import { type Origin, scenarioFile, useOrigin } from "./origin.ts";
import { makeTwin, nameOfChanges, saveChild, startComparison } from "./saving.ts";
import { type LeverState, untilOf } from "./state.ts";
import type { Subject } from "./subject.ts";

interface ActionsProps {
  readonly subject: Subject;
  readonly state: LeverState;
}

interface KnownProps extends ActionsProps {
  readonly origin: Origin;
}

const LEAST_OF_COMPARISON = 30;

/** What can be done with what the levers say. */
export function Actions({ subject, state }: ActionsProps) {
  const [asked, setAsked] = useState<"child" | "twin" | null>(null);
  const origin = useOrigin(subject).value;
  return (
    <div className={css.actions}>
      <Button
        data-guide="copy-link"
        onClick={() => void copy(linkNow(), "The link to this view is copied.")}
      >
        Copy link
      </Button>
      {origin === null ? null : (
        <>
          <Elsewhere subject={subject} state={state} origin={origin} />
          <CompareInFull subject={subject} state={state} origin={origin} />
        </>
      )}
      <AllowedButton operation="create_child" onClick={() => setAsked("child")}>
        Save as scenario
      </AllowedButton>
      {subject.kind === "twin" ? (
        <AllowedButton operation="create_twin" onClick={() => setAsked("twin")}>
          Make a twin of it
        </AllowedButton>
      ) : null}
      {asked === null ? null : (
        <Making
          what={asked}
          subject={subject}
          changes={state.levers}
          onClose={() => setAsked(null)}
        />
      )}
    </div>
  );
}

/** The same question on the command line: the command, and the file that it is about. */
function Elsewhere({ subject, state, origin }: KnownProps) {
  const { path, file } = scenarioFile(subject, origin);
  const command = compareCommand({
    file,
    variants: [state.levers],
    replications: state.pairs,
    until: untilOf(state.horizon),
    seed: origin.seed,
  });
  const save = () => {
    saveFrom(path, file).catch((error: unknown) => sayFailed("The file was not saved", error));
  };
  return (
    <>
      <Button title={command} onClick={() => void copy(command, `Copied: ${command}`)}>
        Copy command
      </Button>
      <Button title={`${file}, which the command is about`} onClick={save}>
        Its file
      </Button>
    </>
  );
}

function CompareInFull({ subject, state, origin }: KnownProps) {
  const start = () =>
    startComparison(subject, nameOfChanges(state.levers), {
      changes: state.levers,
      replications: Math.max(LEAST_OF_COMPARISON, state.pairs),
      until: untilOf(state.horizon),
      seed: origin.seed,
    }).then(
      (comparison) => navigate(`${pathOf("compare")}?of=${comparison.id}`),
      (error: unknown) => sayFailed("The comparison was not started", error),
    );
  return (
    <AllowedButton operation="create_comparison" onClick={() => void start()}>
      Compare in full
    </AllowedButton>
  );
}

interface AllowedButtonProps {
  readonly operation: Parameters<typeof useWhyNot>[0];
  readonly onClick: () => void;
  readonly children: string;
}

function AllowedButton({ operation, ...rest }: AllowedButtonProps) {
  return <Button whyNot={useWhyNot(operation)} {...rest} />;
}

interface MakingProps {
  readonly what: "child" | "twin";
  readonly subject: Subject;
  readonly changes: readonly string[];
  readonly onClose: () => void;
}

function Making({ what, subject, changes, onClose }: MakingProps) {
  const isTwin = what === "twin";
  const make = async (name: string) => {
    if (isTwin) {
      const twin = await makeTwin(subject.id, name, changes);
      navigate(pathOf("city", twin.id));
    } else {
      const child = await saveChild(subject, name, changes);
      sayDone(`The scenario "${child.name}" is saved.`);
    }
  };
  return (
    <NameDialog
      title={isTwin ? "A twin with these changes" : "A scenario with these changes"}
      text={
        isTwin
          ? "The other twin stays as it is. The new one has had the changes from its beginning, and stands at the same time."
          : "Only what is different about it is kept. It stands under Scenarios."
      }
      otherwise={nameOfChanges(changes)}
      action={isTwin ? "Make the twin" : "Save"}
      onName={make}
      onClose={onClose}
    />
  );
}
