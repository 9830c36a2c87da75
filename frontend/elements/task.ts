/** The page of a task: long texts, renaming, keys, and what happens after a field was saved. */
import { define, h, isTyping } from "../lib/dom";
import { t } from "../lib/i18n";
import { showError, undo } from "../lib/toast";
import { writeField } from "../lib/write";

/** A long text in Markdown: shown rendered, edited as it was typed. */
class Prose extends HTMLElement {
  private readonly onClick = (event: Event) => {
    if ((event.target as Element).closest("[data-edit]")) this.open();
  };

  connectedCallback(): void {
    if (!this.hasAttribute("readonly")) this.addEventListener("click", this.onClick);
  }

  disconnectedCallback(): void {
    this.removeEventListener("click", this.onClick);
  }

  private open(): void {
    if (this.querySelector("form")) return;
    const shown = this.querySelector<HTMLElement>(".prose");
    const area = h("textarea", {
      class: "input",
      rows: 8,
      "aria-label": this.getAttribute("label"),
      text: this.querySelector("template")?.content.textContent ?? "",
    });
    const form = h(
      "form",
      { onsubmit: (event: SubmitEvent) => this.save(event, area) },
      area,
      h(
        "div",
        { class: "form-actions" },
        h("button", { class: "btn primary small", type: "submit", text: t("action.save") }),
        h("button", {
          class: "btn quiet small",
          type: "button",
          text: t("action.cancel"),
          onclick: () => this.close(),
        }),
      ),
    );
    area.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "Escape") this.close();
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
    });
    if (shown) shown.hidden = true;
    this.append(form);
    area.focus();
  }

  private close(): void {
    this.querySelector("form")?.remove();
    const shown = this.querySelector<HTMLElement>(".prose");
    if (shown) shown.hidden = false;
    this.querySelector<HTMLElement>("[data-edit]")?.focus();
  }

  private async save(event: SubmitEvent, area: HTMLTextAreaElement): Promise<void> {
    event.preventDefault();
    try {
      area.blur();
      await writeField(this, area.value.trim());
      this.close();
    } catch (error) {
      showError(error);
      area.focus();
    }
  }
}

/** A pencil that turns the label beside it into a field; Enter posts the new name. */
class Rename extends HTMLElement {
  private readonly onClick = () => {
    const row = this.closest("li");
    const label = row?.querySelector<HTMLElement>("label");
    if (!row || !label || row.querySelector(".rename")) return;
    const input = h("input", {
      class: "input rename",
      value: this.getAttribute("value") ?? "",
      "aria-label": label.textContent ?? "",
    });
    const leave = () => {
      input.remove();
      label.hidden = false;
    };
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "Escape") leave();
      if (event.key !== "Enter") return;
      event.preventDefault();
      void window.htmx?.ajax("POST", this.getAttribute("src") ?? "", {
        target: this.getAttribute("target"),
        swap: "innerHTML",
        values: { name: input.value },
      });
    });
    input.addEventListener("blur", leave);
    label.hidden = true;
    label.after(input);
    input.select();
  };

  connectedCallback(): void {
    this.addEventListener("click", this.onClick);
  }

  disconnectedCallback(): void {
    this.removeEventListener("click", this.onClick);
  }
}

/** The whole page: J and K go to the neighbours; a saved field renews what follows from it. */
class TaskPage extends HTMLElement {
  private readonly onSaved = () => {
    document.dispatchEvent(new CustomEvent("yc:changed", { detail: { own: true } }));
  };

  private readonly onKey = (event: KeyboardEvent) => {
    if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase();
    const link = this.querySelector<HTMLAnchorElement>(`a[data-key="${CSS.escape(key)}"]`);
    if (link) link.click();
    else if (key === "m") {
      event.preventDefault();
      document.getElementById("say")?.focus();
    }
  };

  connectedCallback(): void {
    this.addEventListener("yc:saved", this.onSaved);
    document.addEventListener("keydown", this.onKey);
  }

  disconnectedCallback(): void {
    this.removeEventListener("yc:saved", this.onSaved);
    document.removeEventListener("keydown", this.onKey);
  }
}

/** Plain markup that behaves: undo in the history, reveal, Enter in a one-line field. */
document.addEventListener("click", (event) => {
  const target = event.target as Element;
  const back = target.closest<HTMLButtonElement>("[data-undo-post]");
  if (back?.dataset.undoPost) {
    back.disabled = true;
    void undo(back.dataset.undoPost).finally(() => {
      back.disabled = false;
    });
  }
  const opener = target.closest<HTMLElement>("[data-reveal]");
  const hidden = opener && document.getElementById(opener.dataset.reveal ?? "");
  if (opener && hidden) {
    hidden.hidden = !hidden.hidden;
    opener.setAttribute("aria-expanded", String(!hidden.hidden));
    if (!hidden.hidden) hidden.querySelector("textarea")?.focus();
  }
});

document.addEventListener("keydown", (event) => {
  const field = event.target as HTMLElement;
  if (!(field instanceof HTMLTextAreaElement) || field.dataset.enter === undefined) return;
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  field.closest("form")?.requestSubmit();
});

/** Chips that morphing left without their buttons get them back; focus returns where it was. */
document.addEventListener("htmx:afterSettle", (event) => {
  for (const chips of (event.target as Element).querySelectorAll?.("yc-chips") ?? []) {
    (chips as HTMLElement & { renewed?: () => void }).renewed?.();
  }
  const source = (event as CustomEvent<{ requestConfig?: { elt?: Element } }>).detail.requestConfig;
  if (source?.elt?.matches("form.add-line") && source.elt.querySelector("#box-new"))
    document.getElementById("box-new")?.focus();
});

define("yc-prose", Prose);
define("yc-rename", Rename);
define("yc-task", TaskPage);
