// Copies the CJK fonts that printed documents embed: Regular and Bold of the
// sans and the serif, with their licences. TTF because the PDF writer needs it.
import { copyFileSync, mkdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const packages = join(here, "../node_modules/@expo-google-fonts");
const target = join(here, "../../src/yunchou/plan/documents/fonts");

const families = [
  { package: "noto-sans-sc", name: "NotoSansSC" },
  { package: "noto-serif-sc", name: "NotoSerifSC" },
];

mkdirSync(target, { recursive: true });
for (const family of families) {
  for (const weight of ["400Regular", "700Bold"]) {
    const source = join(packages, family.package, weight, `${family.name}_${weight}.ttf`);
    const copy = join(target, `${family.name}-${weight.slice(3)}.ttf`);
    copyFileSync(source, copy);
    console.log(`${copy}  ${(statSync(copy).size / 1e6).toFixed(1)} MB`);
  }
  copyFileSync(
    join(packages, family.package, "LICENSE_FONT"),
    join(target, `${family.name}-LICENSE.txt`),
  );
}
