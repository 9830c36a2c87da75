import { h } from "./dom";

/** Tint 0–3 of a person's avatar: the same as the avatar macro's. */
export function tintOf(name: string): number {
  const last = encodeURIComponent(name).slice(-1).toUpperCase();
  return ("0123456789ABCDEF".indexOf(last) + 4) % 4;
}

/** The round mark of a person. */
export function avatar(name: string, initial?: string): HTMLElement {
  const text = initial || name.slice(0, 1);
  return h("span", {
    class: `ava s c${tintOf(name)}`,
    role: "img",
    "aria-label": name,
    title: name,
    text,
  });
}
