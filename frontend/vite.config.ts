import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * Every style sheet says the order of the layers first: the sheet of a shared script may stand
 * before that of the page, and what is named first would else weigh least.
 */
const LAYERS = "@layer reset,tokens,base,components,pages;";
const layersFirst: Plugin = {
  name: "layers-first",
  generateBundle(_options, bundle) {
    for (const file of Object.values(bundle))
      if (file.type === "asset" && file.fileName.endsWith(".css"))
        file.source = LAYERS + String(file.source);
  },
};

/** One entry for every page and one per island; the manifest tells the server their files. */
export default defineConfig({
  base: "./",
  plugins: [layersFirst],
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
