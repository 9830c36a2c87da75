import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { t } from "../lib/i18n";
import { en } from "../lib/texts.en";
import { zh } from "../lib/texts.zh";

const ROOT = join(import.meta.dirname, "..");

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(ts|css)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

const code = ["lib", "elements", "islands"]
  .flatMap(sources)
  .filter((path) => path.endsWith(".ts") && !/texts\.|\.test\./.test(path))
  .map((path) => readFileSync(path, "utf8"))
  .join("\n");

const named = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

describe("texts", () => {
  beforeEach(() => {
    document.documentElement.lang = "zh-CN";
  });

  it("have the same names in both languages", () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort());
    for (const key of Object.keys(zh) as (keyof typeof zh)[])
      expect([key, named(en[key])]).toEqual([key, named(zh[key])]);
  });

  it("are all used", () => {
    const dynamic = /^gantt\.((zoom|legend|link|priority)\.\w+|unit\.[\w%]+)$/;
    const unused = Object.keys(zh).filter(
      (key) => !dynamic.test(key) && !code.includes(`"${key}"`),
    );
    expect(unused).toEqual([]);
  });

  it("use full-width punctuation in Chinese", () => {
    const half = Object.entries(zh).filter(([, text]) => /[\u4e00-\u9fff][,;:?!]/.test(text));
    expect(half).toEqual([]);
  });

  it("fill their names in, and follow the page's language", () => {
    expect(t("gantt.late", { n: 5 })).toBe("晚 5 个工作日");
    document.documentElement.lang = "en";
    expect(t("gantt.late", { n: 5 })).toBe("5 working days late");
    expect(t("gantt.late", { n: 1 })).toBe("1 working day late");
    expect(t("gantt.moved.milestone", { name: "Launch", delta: "−1" })).toContain("−1 day");
  });
});
