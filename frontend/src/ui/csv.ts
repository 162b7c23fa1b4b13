/** Tables as text for other programs (RFC 4180). */

export type CsvCell = string | number | boolean | null;

/** Return a table as CSV: names of columns, then rows. Numbers are as they came, not as shown. */
export function csvOf(names: readonly string[], rows: Iterable<readonly CsvCell[]>): string {
  const lines = [names, ...rows].map((cells) => cells.map(field).join(","));
  return `${lines.join("\r\n")}\r\n`;
}

function field(cell: CsvCell): string {
  if (cell === null) return "";
  const text = String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
