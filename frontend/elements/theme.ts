import { define } from "../lib/dom";

/** Light, dark or the system's: applied at once, kept in a cookie for the next page. */
class ThemeSwitch extends HTMLElement {
  private readonly onClick = (event: Event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>("button[value]");
    if (button) this.choose(button.value);
  };

  connectedCallback(): void {
    this.addEventListener("click", this.onClick);
  }

  disconnectedCallback(): void {
    this.removeEventListener("click", this.onClick);
  }

  private choose(theme: string): void {
    const root = document.documentElement;
    if (theme === "auto") delete root.dataset.theme;
    else root.dataset.theme = theme;
    // biome-ignore lint/suspicious/noDocumentCookie: the server reads it for the first paint; the Cookie Store API is not everywhere.
    document.cookie = `yc_theme=${theme}; path=/; max-age=31536000; samesite=lax`;
    for (const button of this.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(button.value === theme));
    }
    document.dispatchEvent(new CustomEvent("yc:theme", { detail: theme }));
  }
}

define("yc-theme", ThemeSwitch);
