import type { AnchorHTMLAttributes, MouseEvent } from "react";

import { navigate } from "./address.ts";

interface LinkProps extends Omit<AnchorHTMLAttributes<HTMLAnchorElement>, "href"> {
  readonly to: string;
  /** Whether that is shown already: then all stays as it is. */
  readonly isHere?: boolean;
}

/** A link to another address of the page. A new tab or window is left to the browser. */
export function Link({ to, isHere = false, onClick, children, ...rest }: LinkProps) {
  const go = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    const elsewhere = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
    if (event.defaultPrevented || event.button !== 0 || elsewhere) return;
    event.preventDefault();
    if (!isHere) navigate(to);
  };
  return (
    <a href={to} onClick={go} {...rest}>
      {children}
    </a>
  );
}
