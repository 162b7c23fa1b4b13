import { Button } from "../ui/button.tsx";
import { type Theme, THEMES, useTheme } from "./theme.ts";

const SIGNS: Readonly<Record<Theme, string>> = { system: "◐", light: "☀", dark: "☾" };

/** A button that goes from one theme to the next. */
export function ThemeChoice() {
  const { theme, choose } = useTheme();
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? "system";
  return (
    <Button
      look="tool"
      title={`Theme: ${theme}. Press for ${next}.`}
      aria-label={`Theme: ${theme}`}
      onClick={() => choose(next)}
    >
      <span aria-hidden="true">{SIGNS[theme]}</span>
    </Button>
  );
}
