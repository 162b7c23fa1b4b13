import { useGuide } from "../guide/guide_state.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { goToView } from "../url/address.ts";
import css from "./help.module.css";
import { type Command, useRegistry } from "./registry.ts";

const SIGNS: Readonly<Record<string, string>> = {
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
};

/** The list of all that the keyboard does here. */
export function Help({ onClose }: { readonly onClose: () => void }) {
  const { commands } = useRegistry();
  return (
    <Dialog title="Keyboard" wide onClose={onClose} actions={<ToGuide onClose={onClose} />}>
      <div className={css.groups}>
        {[...groupsOf(commands)].map(([group, members]) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl>
              {members.map((one) => (
                <div key={one.keys}>
                  <dt>
                    <Keys of={one.keys} />
                  </dt>
                  <dd>{one.label}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <p className={css.note}>
        Tab goes from one thing to the next, Enter and Space press it, arrows move sliders and tabs.
      </p>
    </Dialog>
  );
}

function ToGuide({ onClose }: { readonly onClose: () => void }) {
  const again = useGuide((state) => state.again);
  const begin = () => {
    onClose();
    again();
    goToView("city");
  };
  return <Button onClick={begin}>Guided start</Button>;
}

function Keys({ of }: { readonly of: string }) {
  const pressed = of.split(" ").map((key) => key.split("+").map((part) => SIGNS[part] ?? part));
  return pressed.map((parts, i) => (
    <span key={parts.join("+")}>
      {i > 0 ? " then " : ""}
      {parts.map((part) => (
        <kbd key={part}>{part}</kbd>
      ))}
    </span>
  ));
}

function groupsOf(commands: readonly Command[]): Map<string, Command[]> {
  const groups = new Map<string, Command[]>();
  for (const one of commands) {
    const group = groups.get(one.group) ?? [];
    const others = group.filter((other) => other.keys !== one.keys);
    groups.set(one.group, [...others, one]);
  }
  return groups;
}
