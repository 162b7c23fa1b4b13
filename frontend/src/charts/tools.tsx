import type { ReactNode } from "react";

import { Button } from "../ui/button.tsx";
import { saveText } from "../ui/saving.ts";
import { sayFailed } from "../ui/toasts.tsx";
import css from "./tools.module.css";
import { type Picture, savePng, saveSvg } from "./picture.ts";

interface ToolsProps {
  readonly isTable: boolean;
  readonly onTable: (isTable: boolean) => void;
  /** Name of its files, without their endings. */
  readonly file: string;
  /** Returns the table behind it as CSV; there is none where another tool saves it. */
  readonly csv?: () => string;
  /** Returns what is drawn; null while nothing is. */
  readonly picture: () => Picture | null;
  /** Further ways to save what is in the table. */
  readonly children?: ReactNode;
}

/** What each chart has: the table behind it, and ways to save both. */
export function Tools({ isTable, onTable, file, csv, picture, children }: ToolsProps) {
  const save = (how: (name: string, picture: Picture) => void | Promise<void>) => {
    const drawn = picture();
    if (drawn === null) return;
    Promise.resolve(how(file, drawn)).catch((error: unknown) =>
      sayFailed("The picture could not be saved", error),
    );
  };
  return (
    <div className={css.tools}>
      <Button look="tool" aria-pressed={isTable} onClick={() => onTable(!isTable)}>
        Table
      </Button>
      {csv === undefined ? null : (
        <Button look="tool" onClick={() => saveText(`${file}.csv`, csv())}>
          CSV
        </Button>
      )}
      {children}
      <Button look="tool" onClick={() => save(saveSvg)}>
        SVG
      </Button>
      <Button look="tool" onClick={() => save(savePng)}>
        PNG
      </Button>
    </div>
  );
}
