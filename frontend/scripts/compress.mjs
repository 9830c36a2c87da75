// Writes the bundle a second and third time, as .gz and .br: WhiteNoise sends what a browser takes.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";

const assets = join(
  dirname(fileURLToPath(import.meta.url)),
  "../../src/yunchou/web/ui/static/dist/assets",
);

for (const name of readdirSync(assets).filter((name) => /\.(js|css|svg)$/.test(name))) {
  const path = join(assets, name);
  const body = readFileSync(path);
  writeFileSync(`${path}.gz`, gzipSync(body, { level: 9 }));
  writeFileSync(`${path}.br`, brotliCompressSync(body));
}
