/** What the server says when it does not do what is asked (RFC 9457), and when it does not answer. */

import type { components } from "./schema.d.ts";

export type Problem = components["schemas"]["Problem"];
export type ErrorItem = components["schemas"]["ErrorItem"];

const TOO_MANY = 429;
const TROUBLE = 500; // and all above it: of the server, not of what it was asked
const UNKNOWN = "The server does not know who you are. Give a token, by the button above.";

/** The server answered with a problem; the message is fit to be shown. */
export class ProblemError extends Error {
  readonly problem: Problem;
  /** How long the server wants to be left alone [ms], if it says so. */
  readonly restMs: number | null;

  constructor(problem: Problem, restMs: number | null = null) {
    super(problem.detail);
    this.name = "ProblemError";
    this.problem = problem;
    this.restMs = restMs;
  }

  /** Is it of this kind, such as "not-found"? */
  is(slug: string): boolean {
    return this.problem.type === `/problems/${slug}`;
  }
}

/** The server did not answer at all. */
export class UnreachableError extends Error {
  constructor() {
    super("The server does not answer.");
    this.name = "UnreachableError";
  }
}

/** Is it a problem that may pass by itself: too much is asked just now, or the server is in trouble? */
export function isPassing(error: unknown): error is ProblemError {
  if (!(error instanceof ProblemError)) return false;
  const { status } = error.problem;
  return status === TOO_MANY || status >= TROUBLE;
}

/** Return the problem that an answer tells; one made of its status if it tells none. */
export async function problemOf(response: Response): Promise<Problem> {
  const told: unknown = await response.json().catch(() => null);
  if (isProblem(told)) return told;
  const status = response.status;
  return {
    type: "about:blank",
    title: response.statusText || `Status ${status}`,
    status,
    detail: `The server answered with status ${status} and no reason.`,
  };
}

/** Is it only that somebody left before the answer came? */
export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}

/** Return what an error says, for people. */
export function messageOf(error: unknown): string {
  if (error instanceof ProblemError && error.is("who-are-you")) return UNKNOWN;
  return error instanceof Error ? error.message : String(error);
}

/** Return the single things that a problem says are wrong, with their places. */
export function errorsOf(error: unknown): readonly ErrorItem[] {
  return error instanceof ProblemError ? (error.problem.errors ?? []) : [];
}

function isProblem(told: unknown): told is Problem {
  return (
    typeof told === "object" &&
    told !== null &&
    "type" in told &&
    "detail" in told &&
    typeof told.type === "string" &&
    typeof told.detail === "string"
  );
}
