/**
 * What shows a city is told to the browser in the head of the page, so that all of it is loaded at
 * once: a script that names another one, which names a third, would be a chain of waits. Pages of
 * the other views (`others.html`) go without.
 */

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { Plugin, Rolldown } from "vite";

/** Modules that are loaded when they are needed, and are needed at once where a city is shown. */
const FIRST = ["src/city/city_view.tsx", "src/map/city_map.ts"];
const WORKER = /maplibre-gl-worker[^/]*\.js$/; // started by a map: it is only to be there by then
const HEAD = "\n  </head>";

type Bundle = Readonly<Record<string, Rolldown.OutputAsset | Rolldown.OutputChunk>>;

export function firstLoad(): Plugin {
  return {
    name: "voltwin-first-load",
    apply: "build",
    async writeBundle({ dir = "" }, bundle) {
      const index = join(dir, "index.html");
      const html = await readFile(index, "utf8");
      await writeFile(join(dir, "others.html"), html);
      const links = linksOf(bundle).filter((link) => !html.includes(`"${hrefOf(link)}"`));
      await writeFile(index, html.replace(HEAD, ["", ...links].join("\n    ") + HEAD));
    },
  };
}

/** Returns the links that name all that the first modules need, styles first. */
function linksOf(bundle: Bundle): string[] {
  const chunks = new Set<Rolldown.OutputChunk>();
  for (const file of FIRST) gather(chunkOf(bundle, file), bundle, chunks);
  const styles = new Set(
    [...chunks].flatMap((chunk) => [...(chunk.viteMetadata?.importedCss ?? [])]),
  );
  const worker = Object.keys(bundle).find((name) => WORKER.test(name));
  if (worker === undefined) throw new Error("the build has no worker for maps");
  return [
    ...[...styles].map((name) => `<link rel="stylesheet" crossorigin href="/${name}">`),
    ...[...chunks].map(
      ({ fileName }) => `<link rel="modulepreload" crossorigin href="/${fileName}">`,
    ),
    `<link rel="prefetch" href="/${worker}">`,
  ];
}

function chunkOf(bundle: Bundle, file: string): Rolldown.OutputChunk {
  const found = Object.values(bundle).find(
    (one) => one.type === "chunk" && one.moduleIds.some((id) => id.endsWith(file)),
  );
  if (found?.type !== "chunk") throw new Error(`the build has no chunk for ${file}`);
  return found;
}

/** Adds a chunk, and all that it cannot do without. */
function gather(
  chunk: Rolldown.OutputChunk,
  bundle: Bundle,
  found: Set<Rolldown.OutputChunk>,
): void {
  if (found.has(chunk)) return;
  found.add(chunk);
  for (const name of chunk.imports) {
    const other = bundle[name];
    if (other?.type === "chunk") gather(other, bundle, found);
  }
}

function hrefOf(link: string): string {
  return /href="([^"]*)"/.exec(link)?.[1] ?? "";
}
