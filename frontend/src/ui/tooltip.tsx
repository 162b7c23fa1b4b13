import { Tooltip as Radix } from "radix-ui";
import type { ReactElement, ReactNode } from "react";

import css from "./tooltip.module.css";

interface TooltipProps {
  readonly text: ReactNode;
  /** What it is about: something that can have the focus. */
  readonly children: ReactElement;
  readonly side?: "top" | "right" | "bottom" | "left";
}

/** A note that comes where something is pointed at, or has the focus. */
export function Tooltip({ text, children, side = "top" }: TooltipProps) {
  return (
    <Radix.Provider delayDuration={300}>
      <Radix.Root>
        <Radix.Trigger asChild>{children}</Radix.Trigger>
        <Radix.Portal>
          <Radix.Content className={css.tooltip} side={side} sideOffset={6} collisionPadding={8}>
            {text}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  );
}
