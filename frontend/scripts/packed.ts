/**
 * Each text of the build is packed once, as well as can be, and the server sends it as it is: to pack
 * it while somebody waits would take longer than to send it unpacked.
 */

import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

import type { Plugin } from "vite";

const TEXT = /\.(js|css|svg|json)$/;
const LEAST = 1024; // bytes; below it packing saves no packet

export function packed(): Plugin {
  return {
    name: "voltwin-packed",
    apply: "build",
    async writeBundle({ dir = "" }) {
      const assets = join(dir, "assets");
      const names = (await readdir(assets)).filter((name) => TEXT.test(name));
      await Promise.all(names.map((name) => pack(join(assets, name))));
    },
  };
}

async function pack(file: string): Promise<void> {
  const content = await readFile(file);
  if (content.length < LEAST) return;
  const { BROTLI_PARAM_SIZE_HINT: SIZE, BROTLI_PARAM_MODE: MODE } = constants;
  const params = { [SIZE]: content.length, [MODE]: constants.BROTLI_MODE_TEXT };
  await Promise.all([
    promisify(gzip)(content, { level: constants.Z_BEST_COMPRESSION }).then((bytes) =>
      writeFile(`${file}.gz`, bytes),
    ),
    promisify(brotliCompress)(content, { params }).then((bytes) => writeFile(`${file}.br`, bytes)),
  ]);
}
