/** The map's colours in the theme that is shown. */

import { useSyncExternalStore } from "react";

import { useTheme } from "../app/theme.ts";
import { DARK, LIGHT, type Palette } from "./palette.ts";

const system = window.matchMedia("(prefers-color-scheme: dark)");

export function usePalette(): Palette {
  const theme = useTheme((state) => state.theme);
  const isSystemDark = useSyncExternalStore(onSystem, () => system.matches);
  const isDark = theme === "dark" || (theme === "system" && isSystemDark);
  return isDark ? DARK : LIGHT;
}

function onSystem(listener: () => void): () => void {
  system.addEventListener("change", listener);
  return () => system.removeEventListener("change", listener);
}
