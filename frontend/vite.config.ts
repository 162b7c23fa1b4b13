import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

import { firstLoad } from "./scripts/first_load.ts";
import { packed } from "./scripts/packed.ts";

const SERVER = process.env.VOLTWIN_URL ?? "http://127.0.0.1:8000";

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
    rolldownOptions: { checks: { bundlerTimings: false } },
  },
  server: {
    // The server answers no page of another origin: seen from there, `npm run dev` is its own.
    proxy: {
      "/api": { target: SERVER, changeOrigin: true, ws: true, headers: { origin: SERVER } },
    },
  },
  test: { include: ["src/**/*.test.{ts,tsx}"], environment: "node" },
});
