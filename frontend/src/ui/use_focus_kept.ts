/** The focus, where something else takes the place of what had it. */

import { type RefObject, useLayoutEffect, useRef } from "react";

/** Whoever moves by keys goes on in a box when what had the focus has left with what was shown
 * there; else they would be back at the top of the page.
 *
 * @param about what is shown: another one is another content.
 */
export function useFocusKept(box: RefObject<HTMLElement | null>, about: string): void {
  const before = useRef(about);
  useLayoutEffect(() => {
    if (before.current === about) return;
    before.current = about;
    if (document.activeElement === document.body) box.current?.focus({ preventScroll: true });
  }, [box, about]);
}
