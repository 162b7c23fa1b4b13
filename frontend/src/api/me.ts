/** Who uses the page, and what they may do. */

import { create } from "zustand";

import { waitMs } from "./back_off.ts";
import { api, type Schemas, told } from "./client.ts";
import { useConnection } from "./connection.ts";
import { ProblemError, UnreachableError } from "./problem.ts";
import type { operations } from "./schema.d.ts";
import { useSession } from "./session.ts";

export type Me = Schemas["Me"];

const WHO = 401;

/** Why it is not known who one is: the server was not heard yet, could not say, or knows nobody. */
export type Why = "asking" | "failed" | "nobody";

interface Known {
  /** Null until the server has said it, and where it knows nobody. */
  readonly me: Me | null;
  /** Null where it is known. */
  readonly why: Why | null;
}

export const useMe = create<Known>(() => ({ me: null, why: "asking" }));

const REASONS: Readonly<Record<Why, string>> = {
  asking: "The server is being asked who you are.",
  failed: "The server could not say who you are. It is asked again.",
  nobody: "The server does not know who you are.",
};

/** May whoever uses the page do this? Until the server has said it, they may not. */
export function useMay(operation: keyof operations): boolean {
  return useMe(({ me }) => me?.may.includes(operation) ?? false);
}

/** Return why somebody may not do something, for a button that is disabled; null if they may. */
export function useWhyNot(operation: keyof operations): string | null {
  return useMe(({ me, why }) => {
    if (me === null) return REASONS[why ?? "asking"];
    return me.may.includes(operation) ? null : `Your role, ${me.role}, does not allow this.`;
  });
}

/** Ask who one is: now, with each other token, and when the server is back. */
export function watchMe(): void {
  void ask();
  useSession.subscribe((now, before) => {
    if (now.token !== before.token) {
      useMe.setState({ me: null, why: "asking" });
      void ask();
    }
    // A token that is revoked while it is used is no longer anybody's.
    else if (now.isRefused && !before.isRefused) useMe.setState({ me: null, why: "nobody" });
  });
  useConnection.subscribe((now, before) => {
    if (now.lostAt === null && before.lostAt !== null) void ask();
  });
}

let timer: ReturnType<typeof setTimeout> | undefined;

/** Ask, and again after a while where the server is there and could not say it. */
async function ask(tries = 0): Promise<void> {
  clearTimeout(timer);
  const { token } = useSession.getState();
  const found = await told(api.GET("/api/me")).then(
    (me) => ({ me, why: null }),
    (error: unknown) => ({ error }),
  );
  if (token !== useSession.getState().token) return;
  if ("me" in found) {
    useMe.setState(found);
    return;
  }
  const { error } = found;
  if (error instanceof ProblemError && error.problem.status === WHO) {
    useMe.setState({ me: null, why: "nobody" });
    return;
  }
  // What was known of somebody before is still the best that is known.
  useMe.setState(({ me }) => (me === null ? { why: "failed" } : {}));
  if (error instanceof UnreachableError) return; // it is asked when the server is back
  timer = setTimeout(() => void ask(tries + 1), waitMs(tries, Math.random()));
}
