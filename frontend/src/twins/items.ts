/** Chargers or bays of a station, by their numbers from 0. */

/** Return what a text names: "all", or numbers such as "0, 2".
 *
 * @param count how many the station has; null where no station is known.
 */
export function itemsIn(
  text: string,
  count: number | null,
): { readonly value: "all" | number[] } | { readonly wrong: string } {
  const said = text.trim().toLowerCase();
  if (said === "all") return { value: "all" };
  const parts = said.split(/[\s,;]+/).filter((part) => part !== "");
  if (parts.length === 0) return { wrong: 'Give numbers such as "0, 2", or "all".' };
  const numbers = parts.map((part) => (/^\d+$/.test(part) ? Number(part) : NaN));
  if (numbers.some(Number.isNaN)) return { wrong: 'Give numbers such as "0, 2", or "all".' };
  const beyond = count === null ? undefined : numbers.find((number) => number >= count);
  if (beyond !== undefined) {
    return {
      wrong: count === 0 ? "The station has none." : `Numbers go from 0 to ${(count ?? 1) - 1}.`,
    };
  }
  return { value: [...new Set(numbers)].sort((a, b) => a - b) };
}
