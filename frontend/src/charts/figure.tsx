import { type ReactNode, type RefObject, useId, useState } from "react";

import css from "./figure.module.css";
import { pictureOf } from "./picture.ts";
import { Tools } from "./tools.tsx";

interface FigureProps {
  readonly title: string;
  /** How it is read, in a sentence. */
  readonly note?: ReactNode;
  /** Name of its files, without their endings. */
  readonly file: string;
  readonly drawing: RefObject<SVGSVGElement | null>;
  readonly picture: ReactNode;
  /** The table behind it. */
  readonly table: ReactNode;
  /** Returns that as CSV; there is none where a tool saves it. */
  readonly csv?: () => string;
  /** Further ways to save what is in the table. */
  readonly tools?: ReactNode;
}

/** A drawing with its title, the table behind it, and ways to save both. */
export function Figure(props: FigureProps) {
  const { title, note, file, drawing, picture, table, csv, tools } = props;
  const [isTable, setTable] = useState(false);
  const heading = useId();
  return (
    <figure className={css.figure} aria-labelledby={heading}>
      <figcaption className={css.head}>
        <h3 id={heading}>{title}</h3>
        <Tools
          isTable={isTable}
          onTable={setTable}
          file={file}
          picture={() => (drawing.current === null ? null : pictureOf(drawing.current, title))}
          {...(csv === undefined ? {} : { csv })}
        >
          {tools}
        </Tools>
      </figcaption>
      {note === undefined ? null : <p className={css.note}>{note}</p>}
      {isTable ? table : null}
      {/* It can be saved while the table is looked at, too. */}
      <div className={isTable ? css.behind : undefined} aria-hidden={isTable}>
        {picture}
      </div>
    </figure>
  );
}
