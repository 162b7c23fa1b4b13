/** Text messages of a twin's socket, as docs/live.md has them. */

import type { Problem } from "../api/problem.ts";

/** Where a twin stands. */
export interface TwinState {
  readonly kind: "state";
  /** Simulated time [s]. */
  readonly now: number;
  readonly playing: boolean;
  /** Simulated seconds a second; 0 while it stands. */
  readonly speed: number;
  readonly wanted_speed: number;
  /** Whether the simulation cannot follow. */
  readonly late: boolean;
  /** Of the last command. */
  readonly number: number;
}

/** KPIs of the whole network up to `now`; null where undefined. */
export interface LiveKpis {
  readonly kind: "kpis";
  readonly now: number;
  readonly total: Readonly<Record<string, number | null>>;
}

/** What somebody has done to the twin. */
export interface Did {
  readonly kind: "did";
  readonly number: number;
  readonly by: string;
  readonly wall: string;
  readonly now: number;
  readonly do: string;
  readonly ref?: number;
  readonly at?: number;
  readonly speed?: number;
  readonly seconds?: number;
  readonly observations?: number;
  readonly why?: string;
}

export interface Refused {
  readonly kind: "refused";
  readonly ref: number | null;
  readonly problem: Problem;
}

export interface Bye {
  readonly kind: "bye";
  readonly reason: string;
}

/** The process that had the twin has died; it is brought back. */
export interface Interrupted {
  readonly kind: "interrupted";
  readonly why: string;
  readonly now: number;
}

export type Message = TwinState | LiveKpis | Did | Refused | Bye | Interrupted;

/** What is asked of a twin. */
export type Command =
  | { readonly do: "play" | "pause" }
  | { readonly do: "speed"; readonly speed: number }
  | { readonly do: "step"; readonly seconds: number }
  | { readonly do: "seek"; readonly at: number | string }
  | { readonly do: "intervene"; readonly what: Readonly<Record<string, unknown>> };
