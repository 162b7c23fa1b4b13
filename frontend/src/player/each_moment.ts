/** Something that is shown by hand some ten times a second, past React. */

import { useEffect, useRef } from "react";

const EVERY_MS = 100;

/** Calls what shows it, for as long as the component is there; not with each picture of the map,
 * whose time is dear. */
export function useEachMoment(show: (wallMs: number) => void): void {
  const latest = useRef(show);
  useEffect(() => {
    latest.current = show;
  });
  useEffect(() => {
    const timer = setInterval(() => latest.current(performance.now()), EVERY_MS);
    return () => clearInterval(timer);
  }, []);
}
