/** Copying to the clipboard, also where the browser has none for pages that are not secure. */

import { sayDone, sayFailed } from "./toasts.tsx";

const listeners = new Set<(text: string) => void>();

/** Be told of what is copied; returns how to stop. */
export function onCopied(listener: (text: string) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Copy a text, and say so: `copy(link, "The link is copied.")`. */
export async function copy(text: string, done: string): Promise<void> {
  try {
    if (!window.isSecureContext || !(await wrote(text))) copyBySelection(text);
    for (const listener of listeners) listener(text);
    sayDone(done);
  } catch (error) {
    sayFailed("It could not be copied", error);
  }
}

async function wrote(text: string): Promise<boolean> {
  return navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  );
}

function copyBySelection(text: string): void {
  const box = document.createElement("textarea");
  box.value = text;
  box.style.position = "fixed";
  box.style.opacity = "0";
  document.body.append(box);
  const before = document.activeElement;
  box.select();
  // The only way there is where the page is not secure, deprecated or not.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const isCopied = document.execCommand("copy");
  box.remove();
  if (before instanceof HTMLElement) before.focus();
  if (!isCopied) throw new Error("The browser does not allow it.");
}
