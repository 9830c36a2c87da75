import { ApiError, request } from "./api";
import { h } from "./dom";
import { t } from "./i18n";
import { icon } from "./icons";

export interface ToastOptions {
  tone?: "" | "good" | "warn" | "act";
  /** POST here to undo; adds the button. */
  undo?: string | null;
  /** Called after the undo was accepted, with the server's answer. */
  onUndone?: (answer: unknown) => void;
}

const SECONDS = 10;

function region(): HTMLElement {
  const found = document.querySelector<HTMLElement>("yc-toast");
  if (found) return found;
  const made = h("yc-toast" as "div", { role: "status", "aria-live": "polite" });
  document.body.append(made);
  return made;
}

/** Shows a message for ten seconds; it waits while pointed at or focused. */
export function toast(text: string, options: ToastOptions = {}): HTMLElement {
  const box = h("div", { class: `toast ${options.tone ?? ""}` }, h("span", { text }));
  if (options.undo) box.append(undoButton(box, options));
  box.append(
    h(
      "button",
      { type: "button", "aria-label": t("action.close"), onclick: () => box.remove() },
      icon("close"),
    ),
  );
  const home = region();
  while (home.children.length > 1) home.firstElementChild?.remove();
  home.append(box);
  keepUntilRead(box);
  return box;
}

/** Removes a toast after its time, counted anew whenever it is left. */
export function keepUntilRead(box: HTMLElement): void {
  let timer = 0;
  const start = () => {
    timer = window.setTimeout(() => box.remove(), SECONDS * 1000);
  };
  const stop = () => window.clearTimeout(timer);
  for (const name of ["pointerenter", "focusin"]) box.addEventListener(name, stop);
  for (const name of ["pointerleave", "focusout"]) {
    box.addEventListener(name, () => {
      stop();
      start();
    });
  }
  start();
}

function undoButton(box: HTMLElement, options: ToastOptions): HTMLElement {
  const button = h(
    "button",
    {
      type: "button",
      onclick: async () => {
        button.disabled = true;
        box.remove();
        await undo(options.undo ?? "", options.onUndone);
      },
    },
    icon("undo"),
    t("action.undo"),
  );
  return button;
}

/** Undoes one change and tells the page that things have changed. */
export async function undo(url: string, onUndone?: (answer: unknown) => void): Promise<void> {
  try {
    const answer = await request("POST", url);
    toast(t("action.undone"));
    if (onUndone) onUndone(answer);
    else document.dispatchEvent(new CustomEvent("yc:changed", { detail: { own: true } }));
  } catch (error) {
    showError(error);
  }
}

/** Says what failed in the user's words. */
export function showError(error: unknown): void {
  const text = error instanceof ApiError ? error.message : t("error.server");
  toast(text, { tone: "act" });
  if (!(error instanceof ApiError)) throw error;
}
