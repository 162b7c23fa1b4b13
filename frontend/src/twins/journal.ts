/** Who has done what to a twin, in words. */

import type { Schemas } from "../api/client.ts";
import { momentOf } from "../live/moment.ts";
import type { Scene } from "../live/scene.ts";
import { speedWords } from "../player/speeds.ts";
import { counted, duration } from "../ui/numbers.ts";
import { wordsOf } from "./made.ts";

export type Did = Schemas["Did"];

/** One or several commands of somebody that are told in one line. */
export interface Line {
  /** The last of them. */
  readonly did: Did;
  /** How many there are. */
  readonly many: number;
}

const TOLD_TOGETHER = new Set(["seek", "step", "speed"]);

/** Return commands as lines, the latest first; of seeks and the like of one person, one after the
 * other, only the last is told: a hand on the time line seeks many times a second. */
export function linesOf(did: readonly Did[]): readonly Line[] {
  const lines: Line[] = [];
  for (const one of did) {
    const last = lines.at(-1);
    const isMore =
      last !== undefined &&
      TOLD_TOGETHER.has(one.do) &&
      last.did.do === one.do &&
      last.did.by === one.by;
    if (isMore) lines[lines.length - 1] = { did: one, many: last.many + 1 };
    else lines.push({ did: one, many: 1 });
  }
  return lines.reverse();
}

/** Return what was done: `Went to Mon 2026-01-05 07:30 (12 times)`. */
export function lineWords({ did, many }: Line, scene: Scene): string {
  const words = wordsOfDid(did, scene);
  return many === 1 ? words : `${words} (the last of ${many})`;
}

function wordsOfDid(did: Did, scene: Scene): string {
  return WORDS[did.do]?.(did, scene) ?? did.do;
}

const WORDS: Readonly<Record<string, (did: Did, scene: Scene) => string>> = {
  play: ({ now }, { clock }) => `Played from ${momentOf(clock.start, now)} on`,
  pause: ({ now, why = null }, { clock }) =>
    `Paused at ${momentOf(clock.start, now)}${why === null ? "" : `: ${why}`}`,
  speed: ({ speed }) => `Speed ${speedWords(speed ?? 0)}`,
  step: ({ seconds }) => `Went on by ${duration(seconds)}`,
  seek: ({ at, now }, { clock }) => `Went to ${momentOf(clock.start, at ?? now)}`,
  intervene: ({ made }, scene) => (made ?? []).map((one) => madeWords(one, scene)).join("; "),
  observe: ({ observations }) => `Told what was seen: ${counted(observations ?? 0, "observation")}`,
};

function madeWords({ what }: Readonly<Record<string, unknown>>, scene: Scene): string {
  return typeof what === "object" && what !== null
    ? wordsOf(what as Record<string, unknown>, scene)
    : "Did something";
}
