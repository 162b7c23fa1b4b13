import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

import { firstLoad } from "./scripts/first_load.ts";
import { packed } from "./scripts/packed.ts";

const SERVER = process.env.VOLTWIN_URL ?? "http://127.0.0.1:8000";

// What is loaded first is loaded in few pieces: a browser asks for six at a time.
const CHUNKS = [
  // With all that it shares with other views, the helper that loads chunks among it.
  { name: "city", test: /src[\\/]city[\\/]city_view\.tsx/, priority: 2 },
  {
    name: "map_libraries",
    test: /node_modules[\\/](maplibre-gl|mjolnir\.js|@(deck|luma|loaders|math|probe)\.gl)[\\/]/,
    priority: 1,
  },
];

// The server's package holds the build, so that the wheel brings it and needs no Node.
export default defineConfig({
  plugins: [react(), firstLoad(), packed()],
  build: {
    outDir: "../server/voltwin_server/page/dist",
    emptyOutDir: true,
    // Those that know `light-dark()`, of spring 2024.
    target: ["chrome123", "edge123", "firefox125", "safari17.5"],
    assetsInlineLimit: 0, // nothing by data: addresses, which the server's policy would forbid
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2000,
    rolldownOptions: {
      checks: { bundlerTimings: false },
      output: { codeSplitting: { groups: CHUNKS } },
    },
  },
  server: {
    // The server answers no page of another origin: seen from there, `npm run dev` is its own.
    proxy: {
      "/api": { target: SERVER, changeOrigin: true, ws: true, headers: { origin: SERVER } },
    },
  },
  test: { include: ["src/**/*.test.{ts,tsx}"], environment: "node" },
});
