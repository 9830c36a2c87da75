import { ApiError, request } from "../lib/api";
import { define } from "../lib/dom";
import { t } from "../lib/i18n";
import { showError, toast } from "../lib/toast";
import { shareVersion } from "../lib/write";

interface Answer {
  item?: { version?: number } | null;
  undo?: string | null;
}

/**
 * Four buttons that say how a task stands: the tap shows at once, the server confirms,
 * a refusal puts the buttons back. Blocked asks for a reason, which may stay empty.
 */
class Progress extends HTMLElement {
  private readonly onClick = (event: Event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>("button[value]");
    if (button && button.getAttribute("aria-pressed") !== "true") void this.say(button.value);
  };

  private readonly onKey = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.isComposing) return;
    const input = event.target as HTMLInputElement;
    if (!(input instanceof HTMLInputElement)) return;
    event.preventDefault();
    input.blur();
    void this.say("blocked", input.value.trim());
  };

  connectedCallback(): void {
    this.addEventListener("click", this.onClick);
    this.addEventListener("keydown", this.onKey);
  }

  disconnectedCallback(): void {
    this.removeEventListener("click", this.onClick);
    this.removeEventListener("keydown", this.onKey);
  }

  private get pressed(): string {
    return this.querySelector<HTMLButtonElement>('[aria-pressed="true"]')?.value ?? "";
  }

  private press(state: string): void {
    for (const button of this.querySelectorAll<HTMLButtonElement>("button[value]")) {
      button.setAttribute("aria-pressed", String(button.value === state));
    }
    const reason = this.querySelector<HTMLElement>(".tap-reason");
    if (reason) reason.hidden = state !== "blocked";
  }

  private async say(state: string, reason = ""): Promise<void> {
    const before = this.pressed;
    this.press(state);
    if (state === "blocked" && !reason) this.querySelector("input")?.focus();
    try {
      const answer = await request<Answer>("POST", this.getAttribute("src") ?? "", {
        body: { state, reason },
        version: this.version,
      });
      this.accept(answer);
    } catch (error) {
      this.press(before);
      if (error instanceof ApiError && error.status === 409) this.renew();
      showError(error);
    }
  }

  private get version(): number | undefined {
    const version = this.getAttribute("version");
    return version === null ? undefined : Number(version);
  }

  private accept(answer: Answer): void {
    shareVersion(this.getAttribute("src") ?? "", answer.item?.version);
    const undo = this.getAttribute("undo")?.replace("{id}", answer.undo ?? "");
    if (answer.undo && undo) toast(t("action.saved"), { undo });
    this.renew();
  }

  /** The rest of the page (dates that moved, history) follows; the desk waits until it is left. */
  private renew(): void {
    if (this.closest("yc-task")) {
      document.dispatchEvent(new CustomEvent("yc:changed", { detail: { own: true } }));
    }
  }
}

define("yc-progress", Progress);
