/** How often something was made of a twin while it was watched: what was asked before is of another
 * run than what is asked after. */

import { useEffect, useState } from "react";

import { useTwin } from "./use_twin.ts";

const MAKES = new Set(["intervene", "observe"]);

export function useMadeCount(): number {
  const twin = useTwin();
  const [count, setCount] = useState(0);
  useEffect(() => {
    const add = () => setCount((before) => before + 1);
    const unlisten = twin.onMessage((message) => {
      if (message.kind === "did" && MAKES.has(message.do)) add();
    });
    let isKnown = false;
    // While the connection was lost, there was nobody to hear of it.
    const begin = () => {
      if (isKnown) add();
      isKnown = true;
    };
    const unfollow = twin.city.follow({ begin });
    return () => {
      unlisten();
      unfollow();
    };
  }, [twin]);
  return count;
}
