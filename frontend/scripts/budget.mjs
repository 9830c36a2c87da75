// Fails when what a page must load grows past its budget (gzip, with the chunks it imports).
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const dist = join(dirname(fileURLToPath(import.meta.url)), "../../src/yunchou/web/ui/static/dist");
const LIMIT_KB = { main: 60, gantt: 60, board: 60 };

const path = join(dist, ".vite/manifest.json");
if (!existsSync(path)) {
  console.error("no manifest: run `npm run build` first");
  process.exit(1);
}
const manifest = JSON.parse(readFileSync(path, "utf8"));

function scriptsOf(key, seen = new Set()) {
  const chunk = manifest[key];
  if (!chunk || seen.has(chunk.file)) return seen;
  seen.add(chunk.file);
  for (const next of chunk.imports ?? []) scriptsOf(next, seen);
  return seen;
}

function kilobytes(files) {
  const bytes = files.map((file) => gzipSync(readFileSync(join(dist, file)), { level: 9 }).length);
  return bytes.reduce((a, b) => a + b, 0) / 1000;
}

let failed = false;
for (const [key, chunk] of Object.entries(manifest)) {
  if (!chunk.isEntry) continue;
  const script = kilobytes([...scriptsOf(key)]);
  const style = kilobytes(chunk.css ?? []);
  const limit = LIMIT_KB[chunk.name];
  const over = limit === undefined || script > limit;
  failed ||= over;
  console.log(
    `${over ? "✗" : "✓"} ${chunk.name.padEnd(6)} script ${script.toFixed(1)} kB of ${limit ?? "no budget"}, style ${style.toFixed(1)} kB`,
  );
}
process.exit(failed ? 1 : 0);
