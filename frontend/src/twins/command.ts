/** The command that runs a twin again, elsewhere. */

import { quoted } from "../levers/command_line.ts";

/** Return the command; the file is that of the twin's scenario in full. A replication that is not
 * the first is run with all before it. */
export function runCommand(
  file: string,
  { seed, replication }: { readonly seed: number; readonly replication: number },
): string {
  const many = replication === 0 ? [] : [`--replications ${replication + 1}`];
  return ["voltwin run", quoted(file), `--seed ${seed}`, ...many].join(" ");
}
