import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** One entry for every page and one per island; the manifest tells the server their files. */
export default defineConfig({
  base: "./",
  publicDir: false,
  build: {
    outDir: here("../src/yunchou/web/ui/static/dist"),
    emptyOutDir: true,
    manifest: true,
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: {
        main: here("main.ts"),
        gantt: here("islands/gantt/index.ts"),
        board: here("islands/board/index.ts"),
      },
    },
  },
  server: { host: "127.0.0.1", port: 5199 },
  test: { include: ["**/*.test.ts"], environment: "jsdom" },
});
