import { type ReactNode, useId, useState } from "react";

import css from "./fold.module.css";

interface FoldProps {
  readonly title: string;
  /** What it holds in a word or a number, beside the title. */
  readonly note?: ReactNode;
  readonly isOpenFirst?: boolean;
  readonly children: ReactNode;
}

/** A part of a panel that is folded away until it is wanted. What is folded away asks nothing. */
export function Fold({ title, note, isOpenFirst = false, children }: FoldProps) {
  const [isOpen, setOpen] = useState(isOpenFirst);
  const content = useId();
  return (
    <section className={css.fold} aria-label={title}>
      <h3 className={css.title}>
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={content}
          onClick={() => setOpen(!isOpen)}
        >
          <span className={css.sign} aria-hidden="true">
            {isOpen ? "▾" : "▸"}
          </span>
          {title}
          {note === undefined ? null : <span className={css.note}>{note}</span>}
        </button>
      </h3>
      <div id={content} className={css.content} hidden={!isOpen}>
        {isOpen ? children : null}
      </div>
    </section>
  );
}
