import { Tabs as Radix } from "radix-ui";
import type { ReactNode } from "react";

import css from "./tabs.module.css";

export interface Tab<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly content: ReactNode;
}

interface TabsProps<T extends string> {
  /** What the tabs are about, for those who hear the page. */
  readonly label: string;
  readonly tabs: readonly Tab<T>[];
  readonly value: T;
  readonly onChoose: (value: T) => void;
}

/** Several things at one place, of which one is shown. */
export function Tabs<T extends string>({ label, tabs, value, onChoose }: TabsProps<T>) {
  const choose = (chosen: string) => {
    const found = tabs.find((tab) => tab.value === chosen);
    if (found !== undefined) onChoose(found.value);
  };
  return (
    <Radix.Root value={value} onValueChange={choose} className={css.tabs}>
      <Radix.List className={css.list} aria-label={label}>
        {tabs.map((tab) => (
          <Radix.Trigger key={tab.value} value={tab.value} className={css.tab}>
            {tab.label}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content key={tab.value} value={tab.value} className={css.content}>
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
