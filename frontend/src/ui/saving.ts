/** Files that the page gives to whoever uses it. */

import { reach } from "../api/client.ts";
import { useSession } from "../api/session.ts";

/** Save a text as a file. */
export function saveText(name: string, text: string, type = "text/csv"): void {
  saveBlob(name, new Blob([text], { type: `${type};charset=utf-8` }));
}

/** Save what there is at an address of the API as a file of this name. */
export async function saveFrom(path: string, name: string): Promise<void> {
  const response = await reach(path);
  saveBlob(name, await response.blob());
}

/** Save what may be large. Where no token is needed the browser does it, which holds nothing in
 * memory; the server's name of the file, if it gives one, is then used instead. */
export async function saveLarge(path: string, name: string): Promise<void> {
  if (useSession.getState().token === null) click(path, name);
  else await saveFrom(path, name);
}

/** Save bytes as a file. */
export function saveBlob(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  click(url, name);
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

function click(href: string, name: string): void {
  const link = document.createElement("a");
  link.href = href;
  link.download = name;
  link.click();
}
