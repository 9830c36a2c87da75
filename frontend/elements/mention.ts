import { define } from "../lib/dom";
import { Suggest } from "../lib/suggest";

const CALL = /@([^\s@]{0,20})$/;

/** Wraps a textarea: @ offers people by name, pinyin or initials; Ctrl Enter sends the form. */
class MentionField extends HTMLElement {
  private suggest: Suggest | null = null;

  private readonly onInput = () => {
    const typed = this.typed();
    if (typed === null) this.suggest?.close();
    else void this.suggest?.ask(typed);
  };

  private readonly onKey = (event: KeyboardEvent) => {
    if (this.suggest?.key(event) || event.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.closest("form")?.requestSubmit();
    }
  };

  private readonly onLeave = () => this.suggest?.close();

  connectedCallback(): void {
    const area = this.area;
    if (!area) return;
    this.suggest = new Suggest(area, this.getAttribute("find") ?? "", (person) => {
      const upTo = area.value.slice(0, area.selectionStart).replace(CALL, `@${person.name} `);
      area.setRangeText(upTo, 0, area.selectionStart, "end");
      area.focus();
    });
    area.addEventListener("input", this.onInput);
    area.addEventListener("keydown", this.onKey);
    area.addEventListener("blur", this.onLeave);
  }

  disconnectedCallback(): void {
    this.suggest?.close();
    this.suggest = null;
    this.area?.removeEventListener("input", this.onInput);
    this.area?.removeEventListener("keydown", this.onKey);
    this.area?.removeEventListener("blur", this.onLeave);
  }

  private get area(): HTMLTextAreaElement | null {
    return this.querySelector("textarea");
  }

  private typed(): string | null {
    const area = this.area;
    return area ? (CALL.exec(area.value.slice(0, area.selectionStart))?.[1] ?? null) : null;
  }
}

define("yc-mention", MentionField);
