/** Short messages about what has been done, or could not be. They leave by themselves, but errors,
 * which stay until they are closed. */

import { create } from "zustand";

import { messageOf } from "../api/problem.ts";
import { Button } from "./button.tsx";
import css from "./toasts.module.css";

const SHOWN_MS = 5000;
const MOST = 4;

interface Toast {
  readonly number: number;
  readonly kind: "done" | "failed";
  readonly text: string;
}

const useToasts = create<{ readonly toasts: readonly Toast[] }>(() => ({ toasts: [] }));
let last = 0;

/** Say that something has been done. */
export function sayDone(text: string): void {
  const toast = add("done", text);
  setTimeout(() => drop(toast), SHOWN_MS);
}

/** Say that something could not be done: `sayFailed("The run was not started", error)`. */
export function sayFailed(what: string, error: unknown): void {
  add("failed", `${what}. ${messageOf(error)}`);
}

function add(kind: Toast["kind"], text: string): number {
  const toast = { number: ++last, kind, text };
  useToasts.setState(({ toasts }) => ({ toasts: [...toasts, toast].slice(-MOST) }));
  return toast.number;
}

function drop(number: number): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((one) => one.number !== number) }));
}

/** Where they are shown, and read out as they come. */
export function Toasts() {
  const { toasts } = useToasts();
  return (
    <div className={css.toasts} role="status" aria-label="Messages">
      {toasts.map((toast) => (
        <div key={toast.number} className={`${css.toast ?? ""} ${css[toast.kind] ?? ""}`}>
          <span aria-hidden="true">{toast.kind === "done" ? "✓" : "!"}</span>
          <p>{toast.text}</p>
          <Button look="tool" aria-label="Close this message" onClick={() => drop(toast.number)}>
            ✕
          </Button>
        </div>
      ))}
    </div>
  );
}
