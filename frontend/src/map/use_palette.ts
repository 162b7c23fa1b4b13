/** The map's colours in the theme that is shown. */

import { useIsDark } from "../app/theme.ts";
import { DARK, LIGHT, type Palette } from "./palette.ts";

export function usePalette(): Palette {
  return useIsDark() ? DARK : LIGHT;
}
