/**
 * Only the latest of what is asked for, one at a time: while one is under way, newer wishes replace
 * each other. So a time line that is dragged seeks as often as the twin can follow, and ends where
 * the hand lets go; and no more often than every `pauseMs`, as a server that answers at once would
 * be asked with each movement of the hand otherwise.
 */
export function latestOnly<T>(ask: (what: T) => Promise<unknown>, pauseMs = 0): (what: T) => void {
  let isBusy = false;
  const wished: T[] = []; // one, or none

  async function run(): Promise<void> {
    isBusy = true;
    for (let what = wished.pop(); what !== undefined; what = wished.pop()) {
      const pause = rest(pauseMs);
      try {
        await ask(what);
      } catch {
        // Whoever asks says what went wrong; the next wish is not touched by it.
      }
      await pause;
    }
    isBusy = false;
  }

  return (what) => {
    wished[0] = what;
    if (!isBusy) void run();
  };
}

function rest(ms: number): Promise<void> | null {
  return ms > 0 ? new Promise((done) => setTimeout(done, ms)) : null;
}
