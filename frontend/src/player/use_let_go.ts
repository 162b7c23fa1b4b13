import { type SyntheticEvent, useRef } from "react";

/** Handlers of a choice that lets the focus go when it was made with the pointer: arrows and the
 * space bar are the player's again. Whoever chooses by keys stays there. */
export function useLetGo() {
  const isByPointer = useRef(false);
  return {
    onPointerDown: () => {
      isByPointer.current = true;
    },
    onKeyDown: () => {
      isByPointer.current = false;
    },
    onInput: (event: SyntheticEvent<HTMLElement>) => {
      if (isByPointer.current) event.currentTarget.blur();
    },
  };
}
