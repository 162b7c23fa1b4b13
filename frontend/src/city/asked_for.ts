/** What keys ask for that stands in a panel: the panel is opened for it, wherever it is. */

import { create } from "zustand";

interface AskedFor {
  /** The panel, by its value; null while none is asked for. */
  readonly panel: string | null;
  /** Whether the field to find a station by its name is wanted. */
  readonly isFinding: boolean;
}

export const useAskedFor = create<AskedFor>(() => ({ panel: null, isFinding: false }));

export function askToFind(): void {
  useAskedFor.setState({ panel: "network", isFinding: true });
}

/** Says that a panel is open which may have been asked for. */
export function panelIsOpen(): void {
  useAskedFor.setState({ panel: null });
}

/** Says that the field has the focus. */
export function fieldIsFound(): void {
  useAskedFor.setState({ isFinding: false });
}
