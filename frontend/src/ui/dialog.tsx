import { type ReactNode, type RefObject, useId, useLayoutEffect, useRef } from "react";

import { Button } from "./button.tsx";
import css from "./dialog.module.css";

interface DialogProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly actions?: ReactNode;
  readonly wide?: boolean;
  /** Asked for by Escape, by the cross, or by a click beside it. */
  readonly onClose: () => void;
}

const FIRST_ASKED = "input, select, textarea"; // rather than the cross, which comes before it

/** A dialogue above the page, which waits meanwhile. The browser's own: it keeps the focus inside,
 * and gives it back. */
export function Dialog({ title, children, actions, wide = false, onClose }: DialogProps) {
  const box = useRef<HTMLDialogElement>(null);
  const heading = useId();
  const beside = usePressBeside(box, onClose);
  useLayoutEffect(() => {
    const dialog = box.current;
    if (dialog !== null && !dialog.open) {
      dialog.showModal();
      dialog.querySelector<HTMLElement>(FIRST_ASKED)?.focus();
    }
    // While it is still on the page: later it would not know whom to give the focus back to.
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={box}
      className={wide ? `${css.dialog ?? ""} ${css.wide ?? ""}` : css.dialog}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      {...beside}
    >
      <div className={css.content}>
        <header className={css.head}>
          <h2 id={heading}>{title}</h2>
          <Button look="tool" aria-label="Close" onClick={onClose}>
            ✕
          </Button>
        </header>
        {children}
        {actions === undefined ? null : <footer className={css.actions}>{actions}</footer>}
      </div>
    </dialog>
  );
}

/** A press on the dialogue itself is one beside its content: keys have Escape for that. A selection
 * of text that ends beside it has begun within, and closes nothing. */
function usePressBeside(box: RefObject<HTMLDialogElement | null>, onPress: () => void) {
  const isBegun = useRef(false);
  return {
    onPointerDown: ({ target }: { readonly target: EventTarget }) => {
      isBegun.current = target === box.current;
    },
    onClick: ({ target }: { readonly target: EventTarget }) => {
      if (target === box.current && isBegun.current) onPress();
    },
  };
}
