import { define } from "../lib/dom";
import { keepUntilRead, undo } from "../lib/toast";

/** Where toasts appear. Those the server wrote leave after their time as well. */
class ToastRegion extends HTMLElement {
  private readonly onUndo = (event: Event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-undo]");
    if (!button?.dataset.undo) return;
    button.closest(".toast")?.remove();
    void undo(button.dataset.undo);
  };

  connectedCallback(): void {
    for (const box of this.querySelectorAll<HTMLElement>(".toast")) keepUntilRead(box);
    this.addEventListener("click", this.onUndo);
  }

  disconnectedCallback(): void {
    this.removeEventListener("click", this.onUndo);
  }
}

define("yc-toast", ToastRegion);
