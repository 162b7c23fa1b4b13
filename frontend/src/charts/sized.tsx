import { type ReactNode, useEffect, useRef, useState } from "react";

import css from "./sized.module.css";

interface SizedProps {
  /** Draws into so many pixels: letters are as large on a phone as on a desk. */
  readonly children: (width: number) => ReactNode;
  /** No drawing is wider [px]. */
  readonly most?: number;
}

const LEAST = 240;

/** A drawing that is as wide as there is room. */
export function Sized({ children, most = 1100 }: SizedProps) {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState<number | null>(null);
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const sizes = new ResizeObserver(() =>
      setWidth(Math.max(LEAST, Math.min(most, Math.floor(element.clientWidth)))),
    );
    sizes.observe(element);
    return () => sizes.disconnect();
  }, [most]);
  return (
    <div ref={box} className={css.sized}>
      {width === null ? null : children(width)}
    </div>
  );
}
