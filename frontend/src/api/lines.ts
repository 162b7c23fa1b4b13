/** Answers that come line by line, each a value in JSON (NDJSON). */

import { reach } from "./client.ts";
import { UnreachableError } from "./problem.ts";
import { lost } from "./connection.ts";

/** Ask with a body of JSON, and give each line of the answer as it comes.
 *
 * Leaving the loop, or `signal`, ends the request: the server stops what it does for it.
 */
export async function* linesOf<T>(
  path: string,
  body: unknown,
  signal: AbortSignal,
): AsyncGenerator<T, void, undefined> {
  const response = await reach(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    signal,
  });
  if (response.body === null) return;
  yield* linesIn<T>(response.body, signal);
}

/** Give each line of a stream of bytes, parsed; empty ones are left out. */
export async function* linesIn<T>(
  stream: ReadableStream<Uint8Array>,
  signal?: AbortSignal,
): AsyncGenerator<T, void, undefined> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      rest += decoder.decode(value, { stream: !done });
      const lines = rest.split("\n");
      rest = done ? "" : (lines.pop() ?? "");
      for (const line of lines) if (line.trim() !== "") yield JSON.parse(line) as T;
      if (done) return;
    }
  } catch (error) {
    if (signal?.aborted === true || error instanceof SyntaxError) throw error;
    lost();
    throw new UnreachableError();
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
