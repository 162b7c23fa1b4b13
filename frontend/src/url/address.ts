/** The address of the page as one store: where it is, and how one goes elsewhere.
 *
 * State that changes with the hand (time, camera) is written many times a second. It is known here
 * at once; the browser, which bounds how often its address may change, is told now and then.
 */

import { useMemo, useSyncExternalStore } from "react";

import { type Fields, readState, writeState } from "./fields.ts";
import { pathOf, type Route, routeOf, type View } from "./routes.ts";

const PAUSE_MS = 300;

const listeners = new Set<() => void>();
const arrivals = new Set<() => void>();
const writers = new Set<() => void>();
let path = window.location.pathname;
let query = window.location.search.slice(1);
let timer: ReturnType<typeof setTimeout> | undefined;

window.addEventListener("popstate", () => {
  clearTimeout(timer);
  timer = undefined;
  comeTo(window.location.pathname, window.location.search.slice(1));
});
window.addEventListener("pagehide", tellBrowser);

/** Go to another address of the page, as a link does; `replace` leaves no step back. */
export function navigate(to: string, { replace = false } = {}): void {
  tellBrowser();
  const url = new URL(to, window.location.origin);
  if (replace) window.history.replaceState(null, "", url);
  else window.history.pushState(null, "", url);
  comeTo(url.pathname, url.search.slice(1));
}

/** Go to a view, as the bar does. A city that is shown stays as it is: its levers, camera and time
 * stand in the address, and would be lost. */
export function goToView(view: View): void {
  if (view === "city" && routeOf(path)?.view === "city") return;
  navigate(pathOf(view));
}

/** Return the state that the address says now. */
export function stateNow<S>(fields: Fields<S>): S {
  return readState(fields, query);
}

/** Change some of the state in the address. */
export function changeState<S>(fields: Fields<S>, change: Partial<S>): void {
  const changed = writeState(fields, query, change);
  if (changed === query) return;
  moveTo(path, changed);
  timer ??= setTimeout(tellBrowser, PAUSE_MS);
}

/** Return the whole address, for a link to be copied: with all that is to be in it. */
export function linkNow(): string {
  for (const write of [...writers]) write();
  return addressNow();
}

/** Have something written into the address before a link is made of it, for what is written there
 * only now and then; returns how to end that. */
export function onLink(write: () => void): () => void {
  writers.add(write);
  return () => writers.delete(write);
}

/** Be told when somebody has come to another state of what is shown, by a link or a step back, and
 * not by what is done in the view itself; returns how to stop it. */
export function onArrival(listener: () => void): () => void {
  arrivals.add(listener);
  return () => arrivals.delete(listener);
}

/** Be told of every change of the address; returns how to stop it. */
export function onAddress(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The route of the address; null where no view has it. */
export function useRoute(): Route | null {
  const now = useSyncExternalStore(onAddress, () => path);
  return useMemo(() => routeOf(now), [now]);
}

/** The state that the address says, and how to change some of it. */
export function useAddressState<S>(fields: Fields<S>): [S, (change: Partial<S>) => void] {
  const now = useSyncExternalStore(onAddress, () => query);
  const state = useMemo(() => readState(fields, now), [fields, now]);
  const change = useMemo(() => (some: Partial<S>) => changeState(fields, some), [fields]);
  return [state, change];
}

function moveTo(newPath: string, newQuery: string): void {
  if (newPath === path && newQuery === query) return;
  path = newPath;
  query = newQuery;
  for (const listener of [...listeners]) listener();
}

function comeTo(newPath: string, newQuery: string): void {
  const isSameThing = newPath === path;
  moveTo(newPath, newQuery);
  if (!isSameThing) return;
  for (const listener of [...arrivals]) listener();
}

function addressNow(): string {
  return window.location.origin + path + (query === "" ? "" : `?${query}`);
}

function tellBrowser(): void {
  if (timer === undefined) return;
  clearTimeout(timer);
  timer = undefined;
  window.history.replaceState(null, "", addressNow());
}
