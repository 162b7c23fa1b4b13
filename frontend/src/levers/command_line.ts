/** The command that answers the same on the command line. */

export interface Asked {
  readonly file: string;
  /** Each variant's changes. */
  readonly variants: readonly (readonly string[])[];
  readonly replications: number;
  readonly until: string | null;
  readonly seed: number;
}

/** Return `voltwin compare` for what is asked, as a shell takes it. */
export function compareCommand(asked: Asked): string {
  const sets = asked.variants.map((changes) => `--set ${quoted(changes.join("; "))}`);
  const until = asked.until === null ? [] : [`--until ${quoted(asked.until)}`];
  const pairs = Math.max(2, asked.replications); // fewer have no interval
  return [
    "voltwin compare",
    quoted(asked.file),
    ...sets,
    `--replications ${pairs}`,
    ...until,
    ...(asked.seed === 1 ? [] : [`--seed ${asked.seed}`]),
  ].join(" ");
}

/** Return a word as a shell takes it. */
export function quoted(word: string): string {
  return /^[\w./:+=-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Return a name that is fit for a file: `moving-city`. */
export function fileNameOf(name: string): string {
  const plain = name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-");
  return plain.replace(/^-|-$/g, "") || "scenario";
}
