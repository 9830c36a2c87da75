import { csrfToken } from "../lib/api";
import { define } from "../lib/dom";

/** Light, dark or the system's: applied at once; kept in a cookie and, with `post`, in the profile. */
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
    document.cookie = `yunchou_theme=${theme}; path=/; max-age=31536000; samesite=lax`;
    for (const button of this.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(button.value === theme));
    }
    document.dispatchEvent(new CustomEvent("yc:theme", { detail: theme }));
    void this.keep(theme);
  }

  /** The cookie already serves this browser, so a failure here is not worth a message. */
  private async keep(theme: string): Promise<void> {
    const url = this.getAttribute("post");
    if (!url) return;
    const body = new URLSearchParams({ theme });
    const headers = { "X-CSRFToken": csrfToken() };
    await fetch(url, { method: "POST", body, headers, credentials: "same-origin" }).catch(
      () => null,
    );
  }
}

define("yc-theme", ThemeSwitch);
