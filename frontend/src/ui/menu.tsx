import { DropdownMenu as Radix } from "radix-ui";

import css from "./menu.module.css";

export interface MenuItem {
  readonly label: string;
  readonly isDanger?: boolean;
  /** Why it cannot be done; null or nothing if it can. */
  readonly whyNot?: string | null;
  readonly run: () => void;
}

interface MenuProps {
  /** What the things are done with, for those who hear the page. */
  readonly label: string;
  readonly items: readonly MenuItem[];
}

/** A few things that can be done, behind one button. */
export function Menu({ label, items }: MenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger className={css.trigger} aria-label={label} title="What can be done with it">
        ⋯
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className={css.menu} align="end" sideOffset={4} collisionPadding={8}>
          {items.map(({ label: name, isDanger = false, whyNot = null, run }) => (
            <Radix.Item
              key={name}
              className={`${css.item ?? ""} ${isDanger ? (css.danger ?? "") : ""}`}
              disabled={whyNot !== null}
              onSelect={run}
            >
              {name}
              {whyNot === null ? null : <span className={css.why}>{whyNot}</span>}
            </Radix.Item>
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
