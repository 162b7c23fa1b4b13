/** Who uses the page, and what they may do. */

import { create } from "zustand";

import { api, type Schemas, told } from "./client.ts";
import { useConnection } from "./connection.ts";
import type { operations } from "./schema.d.ts";
import { useSession } from "./session.ts";

export type Me = Schemas["Me"];

/** Null until the server has said it, and where it knows nobody. */
export const useMe = create<{ readonly me: Me | null }>(() => ({ me: null }));

/** May whoever uses the page do this? Until the server has said it, they may not. */
export function useMay(operation: keyof operations): boolean {
  return useMe(({ me }) => me?.may.includes(operation) ?? false);
}

/** Return why somebody may not do something, for a button that is disabled; null if they may. */
export function useWhyNot(operation: keyof operations): string | null {
  return useMe(({ me }) => {
    if (me === null) return "The server does not know who you are.";
    return me.may.includes(operation) ? null : `Your role, ${me.role}, does not allow this.`;
  });
}

/** Ask who one is: now, with each other token, and when the server is back. */
export function watchMe(): void {
  void ask();
  useSession.subscribe((now, before) => {
    if (now.token !== before.token) void ask();
    // A token that is revoked while it is used is no longer anybody's.
    else if (now.isRefused && !before.isRefused) useMe.setState({ me: null });
  });
  useConnection.subscribe((now, before) => {
    if (now.lostAt === null && before.lostAt !== null) void ask();
  });
}

async function ask(): Promise<void> {
  const { token } = useSession.getState();
  const me = await told(api.GET("/api/me")).catch(() => null);
  if (token === useSession.getState().token) useMe.setState({ me });
}
