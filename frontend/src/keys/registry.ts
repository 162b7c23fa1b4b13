/** All that the keyboard does, in one place: what is registered here is obeyed, and shown by `?`. */

import { useEffect, useRef } from "react";
import { create } from "zustand";

export interface Command {
  /** Keys as `KeyboardEvent.key` names them, with modifiers in front ("Shift+ArrowLeft"); several
   * with a space between are pressed one after the other ("g r"). The space bar is "Space". */
  readonly keys: string;
  /** What it does, for the list. */
  readonly label: string;
  /** Under which heading it is listed. */
  readonly group: string;
  readonly run: () => void;
}

interface Registry {
  readonly commands: readonly Command[];
}

export const useRegistry = create<Registry>(() => ({ commands: [] }));

const SEQUENCE_MS = 1200;
// Keys are for what has the focus, if it has a use for them. A tab that has the focus is shown: to
// press it does nothing, and the space bar stays that of the player.
const FOR_PRESSING = new Set(["Space", "Enter"]);
const FOR_MOVING = /^(Arrow|Home|End|Page)/;
const TICKS = "input[type=checkbox],input[type=radio]";
const LISTS = "[role=menuitem],[role=menuitemradio],[role=radio],[role=grid],[data-keys=own]";
const PRESSED = `button:not([role=tab]),a,summary,[role=button],${TICKS},${LISTS}`;
const MOVES = `[role=slider],[role=tab],input[type=range],input[type=radio],${LISTS}`;
const WRITES =
  "input:not([type=checkbox],[type=radio],[type=range]),textarea,select," +
  "[contenteditable=true],[contenteditable=''],.cm-editor";

let begun: readonly string[] = [];
let begunAt = 0;

/** Obey some commands; returns how to stop. Of two with the same keys the later one is obeyed. */
export function register(commands: readonly Command[]): () => void {
  useRegistry.setState((before) => ({ commands: [...before.commands, ...commands] }));
  return () =>
    useRegistry.setState((before) => ({
      commands: before.commands.filter((one) => !commands.includes(one)),
    }));
}

/** Obey some commands while a component is there. They may change what they do, not their keys. */
export function useKeys(commands: readonly Command[]): void {
  const latest = useRef(commands);
  useEffect(() => {
    latest.current = commands;
  });
  const said = JSON.stringify(commands.map(({ keys, label, group }) => ({ keys, label, group })));
  useEffect(() => {
    const names = JSON.parse(said) as Omit<Command, "run">[];
    return register(names.map((one, i) => ({ ...one, run: () => latest.current[i]?.run() })));
  }, [said]);
}

/** Do what a key is registered for, unless what has the focus takes it. */
export function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const key = nameOf(event);
  if (isTaken(event.target, key)) return;
  if (document.querySelector("dialog[open]") !== null) return;
  const now = performance.now();
  const before = now - begunAt < SEQUENCE_MS ? begun : [];
  const { commands } = useRegistry.getState();
  const pressed = [...before, key].join(" ");
  const found =
    commands.findLast((one) => one.keys === pressed) ??
    commands.findLast((one) => one.keys === key);
  begun = [];
  if (found !== undefined) {
    event.preventDefault();
    // Held down, it would switch to and fro.
    if (!(event.repeat && key === "Space")) found.run();
  } else if (commands.some((one) => one.keys.startsWith(`${key} `))) {
    begun = [key];
    begunAt = now;
  }
}

/** Return what a key is called here, with its modifiers. */
export function nameOf(event: KeyboardEvent): string {
  const key = event.key === " " ? "Space" : event.key;
  const modifiers = [
    event.ctrlKey || event.metaKey ? "Ctrl" : "",
    event.altKey ? "Alt" : "",
    // That of a sign, as in "?", belongs to the sign.
    event.shiftKey && (key.length > 1 || /[a-z]/i.test(key)) ? "Shift" : "",
  ];
  return [...modifiers.filter((one) => one !== ""), key].join("+");
}

function isTaken(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest(WRITES) !== null) return true;
  if (FOR_PRESSING.has(key)) return target.closest(PRESSED) !== null;
  return FOR_MOVING.test(key) && target.closest(MOVES) !== null;
}
