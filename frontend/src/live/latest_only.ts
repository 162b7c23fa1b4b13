/**
 * Only the latest of what is asked for, one at a time: while one is under way, newer wishes replace
 * each other. So a time line that is dragged seeks as often as the twin can follow, and ends where
 * the hand lets go.
 */
export function latestOnly<T>(ask: (what: T) => Promise<unknown>): (what: T) => void {
  let isBusy = false;
  const wished: T[] = []; // one, or none

  async function run(): Promise<void> {
    isBusy = true;
    for (let what = wished.pop(); what !== undefined; what = wished.pop()) {
      try {
        await ask(what);
      } catch {
        // Whoever asks says what went wrong; the next wish is not touched by it.
      }
    }
    isBusy = false;
  }

  return (what) => {
    wished[0] = what;
    if (!isBusy) void run();
  };
}
