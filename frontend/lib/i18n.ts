/** Texts of the scripts. Chinese is the source; English must hold every key (tests/i18n.test.ts). */
import { en } from "./texts.en";
import { zh } from "./texts.zh";

export type TextKey = keyof typeof zh;
export type Values = Record<string, string | number>;

/** The page's language: "zh" or "en", from <html lang>. */
export function language(): "zh" | "en" {
  const lang = typeof document === "undefined" ? "zh" : document.documentElement.lang;
  return lang.toLowerCase().startsWith("en") ? "en" : "zh";
}

/** Text of a key in the page's language, `{name}` filled from values. */
export function t(key: TextKey, values: Values = {}): string {
  const text = (language() === "en" ? en : zh)[key];
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
