import { type ReactNode, type RefObject, useId, useState } from "react";

import { Button } from "../ui/button.tsx";
import { sayFailed } from "../ui/toasts.tsx";
import css from "./figure.module.css";
import { savePng, saveSvg } from "./picture.ts";

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
  /** Further ways to save what is in the table. */
  readonly tools?: ReactNode;
}

/** A drawing with its title, the table behind it, and ways to save both. */
export function Figure({ title, note, file, drawing, picture, table, tools }: FigureProps) {
  const [isTable, setTable] = useState(false);
  const heading = useId();
  const save = (how: (name: string, of: SVGSVGElement) => void | Promise<void>) => {
    if (drawing.current === null) return;
    Promise.resolve(how(file, drawing.current)).catch((error: unknown) =>
      sayFailed("The picture could not be saved", error),
    );
  };
  return (
    <figure className={css.figure} aria-labelledby={heading}>
      <figcaption className={css.head}>
        <h3 id={heading}>{title}</h3>
        <div className={css.tools}>
          <Button look="tool" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
            Table
          </Button>
          {isTable ? null : (
            <>
              <Button look="tool" onClick={() => save(saveSvg)}>
                SVG
              </Button>
              <Button look="tool" onClick={() => save(savePng)}>
                PNG
              </Button>
            </>
          )}
          {tools}
        </div>
      </figcaption>
      {note === undefined ? null : <p className={css.note}>{note}</p>}
      {isTable ? table : picture}
    </figure>
  );
}
