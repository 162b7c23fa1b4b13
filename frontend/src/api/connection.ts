/** Whether the server answers; found out by every request, and asked again while it does not. */

import { create } from "zustand";

interface Connection {
  /** When it was lost (wall clock, ms); null while the server answers. */
  readonly lostAt: number | null;
}

const FIRST_MS = 500;
const LONGEST_MS = 8000;

export const useConnection = create<Connection>(() => ({ lostAt: null }));

let asking = false;

/** Note that the server has answered: whatever it said, it is there. */
export function found(): void {
  if (useConnection.getState().lostAt !== null) useConnection.setState({ lostAt: null });
}

/** Note that the server has not answered, and ask until it does. */
export function lost(): void {
  if (useConnection.getState().lostAt === null) useConnection.setState({ lostAt: Date.now() });
  if (!asking) void askUntilFound();
}

async function askUntilFound(): Promise<void> {
  asking = true;
  try {
    for (let pause = FIRST_MS; ; pause = Math.min(2 * pause, LONGEST_MS)) {
      await new Promise((done) => setTimeout(done, pause));
      const answers = await fetch("/api/health").then(
        (response) => response.ok,
        () => false,
      );
      if (answers) break;
    }
  } finally {
    asking = false;
  }
  found();
}
