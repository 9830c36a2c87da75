import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "..");
const tokens = readFileSync(join(ROOT, "styles/tokens.css"), "utf8");

function stylesheets(): string[] {
  return ["styles", "islands"].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith(".css"))
      .map((entry) => join(entry.parentPath, entry.name)),
  );
}

function pair(name: string): [light: string, dark: string] {
  const found = new RegExp(`--${name}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(tokens);
  if (!found?.[1] || !found[2]) throw new Error(`no token --${name}`);
  return [found[1], found[2]];
}

function luminance(hex: string): number {
  const parts = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (parts[0] ?? 0) + 0.7152 * (parts[1] ?? 0) + 0.0722 * (parts[2] ?? 0);
}

function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

const grounds = ["paper", "surface", "sunken", "raised", "hover"];
const text: [string, string][] = [
  ...grounds.flatMap((ground) =>
    ["ink", "ink-2", "ink-3"].map((ink) => [ink, ground] as [string, string]),
  ),
  ...["seal", "jade", "amber", "indigo"].flatMap((tone) => [
    [tone, `${tone}-wash`] as [string, string],
    [tone, "surface"] as [string, string],
  ]),
  ["seal", "sunken"],
  ["seal-ink", "seal"],
  ["seal-ink", "seal-strong"],
  ["paper", "ink"],
  ["ink", "mark"],
];
const shapes: [string, string][] = [
  ["control-line", "surface"],
  ["control-line", "paper"],
  ["focus", "paper"],
  ["focus", "surface"],
  ["focus", "sunken"],
];

describe("tokens", () => {
  it.each(text)("%s on %s reads in both themes (4.5 to 1)", (ink, ground) => {
    for (const theme of [0, 1] as const) {
      expect(contrast(pair(ink)[theme], pair(ground)[theme])).toBeGreaterThanOrEqual(4.5);
    }
  });

  it.each(shapes)("%s on %s shows in both themes (3 to 1)", (shape, ground) => {
    for (const theme of [0, 1] as const) {
      expect(contrast(pair(shape)[theme], pair(ground)[theme])).toBeGreaterThanOrEqual(3);
    }
  });
});

describe("stylesheets", () => {
  it("hold no colour outside the tokens", () => {
    const literal = /#[0-9a-f]{3,8}\b(?![\w-]*\s*\{)|\b(rgb|hsl|oklch|lab)a?\(/i;
    const guilty = stylesheets()
      .filter((path) => !path.endsWith("tokens.css"))
      .filter((path) => literal.test(readFileSync(path, "utf8")));
    expect(guilty).toEqual([]);
  });

  it("use only tokens that exist", () => {
    const local = new Set(["grid", "yg-above", "yb-above"]);
    const known = new Set([...tokens.matchAll(/--([\w-]+):/g)].map((match) => match[1]));
    const unknown = stylesheets().flatMap((path) =>
      [...readFileSync(path, "utf8").matchAll(/var\(--([\w-]+)/g)]
        .map((match) => match[1] ?? "")
        .filter((name) => !known.has(name) && !local.has(name) && !/^yg-c\d+$/.test(name)),
    );
    expect(unknown).toEqual([]);
  });

  it("stand in a layer", () => {
    const index = readFileSync(join(ROOT, "styles/index.css"), "utf8");
    expect(index).toContain("@layer reset, tokens, base, components, pages;");
    for (const line of index.split("\n").filter((each) => each.startsWith("@import")))
      expect(line).toMatch(/layer\(\w+\);$/);
    for (const path of stylesheets().filter((each) => each.includes("islands"))) {
      expect(readFileSync(path, "utf8").trimStart().startsWith("@layer components")).toBe(true);
    }
  });
});
