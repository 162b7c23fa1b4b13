import type { ReactNode } from "react";

import css from "./chip.module.css";

export type Tone = "good" | "warn" | "bad" | "calm" | "plain";

const SIGNS: Readonly<Record<Tone, string>> = {
  good: "✓",
  warn: "▲",
  bad: "✕",
  calm: "●",
  plain: "○",
};

/** A state in a word, with a sign and a colour that say the same. */
export function Chip({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  return (
    <span className={`${css.chip ?? ""} ${css[tone] ?? ""}`}>
      <span aria-hidden="true">{SIGNS[tone]}</span>
      <span>{children}</span>
    </span>
  );
}
