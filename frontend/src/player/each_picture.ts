/** Something that is shown by hand some ten times a second, past React. */

import { useEffect, useRef } from "react";

const EVERY_MS = 100;

/** Calls what shows it, for as long as the component is there. */
export function useEachPicture(show: (wallMs: number) => void): void {
  const latest = useRef(show);
  useEffect(() => {
    latest.current = show;
  });
  useEffect(() => {
    let [picture, shownAt] = [0, -Infinity];
    const tick = (wallMs: number) => {
      picture = requestAnimationFrame(tick);
      if (wallMs - shownAt < EVERY_MS) return;
      shownAt = wallMs;
      latest.current(performance.now());
    };
    picture = requestAnimationFrame(tick);
    return () => cancelAnimationFrame(picture);
  }, []);
}
