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

const PLACE = /\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g;

/**
 * Text of a key in the page's language: `{name}` is filled from values, `{n|day|days}` is the noun
 * that goes with the number n.
 */
export function t(key: TextKey, values: Values = {}): string {
  const text = (language() === "en" ? en : zh)[key];
  return text.replace(PLACE, (whole, name: string, one?: string, other?: string) => {
    const value = values[name];
    if (one === undefined || other === undefined) return String(value ?? whole);
    return Math.abs(Number(String(value).replace("−", "-"))) === 1 ? one : other;
  });
}
