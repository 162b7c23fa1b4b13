/** What charts are drawn with: colours and type of the theme as it is now. */

const COLOURS = 6; // of series, before they begin anew

export interface Look {
  readonly ground: string;
  readonly ink: string;
  readonly soft: string;
  readonly line: string;
  readonly series: readonly string[];
  readonly font: string;
}

/** Return the look of the theme, colours as a canvas takes them: #rrggbb.
 *
 * @param element that is on the page.
 */
export function lookOf(element: HTMLElement): Look {
  const colour = (name: string) => resolved(element, name);
  return {
    ground: colour("--surface"),
    ink: colour("--text"),
    soft: colour("--text-soft"),
    line: colour("--line"),
    series: Array.from({ length: COLOURS }, (_, i) => colour(`--series-${i + 1}`)),
    font: getComputedStyle(element).getPropertyValue("--font").trim(),
  };
}

function resolved(element: HTMLElement, name: string): string {
  const probe = document.createElement("span");
  probe.style.color = `var(${name})`;
  element.append(probe);
  const parts = getComputedStyle(probe).color.match(/[\d.]+/g) ?? [];
  probe.remove();
  const hex = parts.slice(0, 3).map((part) => Number(part).toString(16).padStart(2, "0"));
  return hex.length === 3 ? `#${hex.join("")}` : "#808080";
}
