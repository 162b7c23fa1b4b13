/** Light, dark, or as the system has it; kept in this browser. */

import { useSyncExternalStore } from "react";
import { create } from "zustand";

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const SYSTEM = window.matchMedia("(prefers-color-scheme: dark)");
const KEY = "voltwin.theme";

interface ThemeState {
  readonly theme: Theme;
  readonly choose: (theme: Theme) => void;
}

export const useTheme = create<ThemeState>((set) => ({
  theme: kept(),
  choose: (theme) => {
    window.localStorage.setItem(KEY, theme);
    show(theme);
    set({ theme });
  },
}));

show(kept());

function kept(): Theme {
  const found = window.localStorage.getItem(KEY);
  return THEMES.find((theme) => theme === found) ?? "system";
}

function show(theme: Theme): void {
  const root = document.documentElement;
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
}

/** Is the page dark now, by choice or by the system? */
export function useIsDark(): boolean {
  const theme = useTheme((state) => state.theme);
  const system = useSyncExternalStore(onSystem, () => SYSTEM.matches);
  return theme === "system" ? system : theme === "dark";
}

function onSystem(listener: () => void): () => void {
  SYSTEM.addEventListener("change", listener);
  return () => SYSTEM.removeEventListener("change", listener);
}
