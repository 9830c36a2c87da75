import { ApiError, request } from "../lib/api";
import { askConflict } from "../lib/conflict";
import { define, h } from "../lib/dom";
import { t } from "../lib/i18n";
import { showError, toast } from "../lib/toast";
import { shareVersion } from "../lib/write";

type Option = [value: string, text: string];
type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

interface Answer {
  item?: { version?: number };
  undo?: string | null;
  display?: Record<string, string>;
}

/**
 * A value edited where it stands: click, type, Enter; Esc cancels.
 * Attributes: label field value kind src version options undo readonly (see edit.html).
 * Fires `yc:saved` with the server's answer.
 */
class EditInPlace extends HTMLElement {
  private control: Control | null = null;

  private readonly onClick = (event: Event) => {
    if (!this.control && (event.target as Element).closest(".edit-value")) this.open();
  };

  connectedCallback(): void {
    if (!this.hasAttribute("readonly")) this.addEventListener("click", this.onClick);
  }

  disconnectedCallback(): void {
    this.removeEventListener("click", this.onClick);
    this.control = null;
  }

  private get shown(): HTMLElement | null {
    return this.querySelector<HTMLElement>(".edit-value");
  }

  private get options(): Option[] {
    return JSON.parse(this.getAttribute("options") ?? "[]") as Option[];
  }

  private get kind(): string {
    return this.getAttribute("kind") ?? "text";
  }

  private open(): void {
    const control = this.build();
    this.control = control;
    control.addEventListener("keydown", (event) => this.onKey(event as KeyboardEvent));
    control.addEventListener("blur", () => void this.save());
    if (control instanceof HTMLSelectElement) {
      control.addEventListener("change", () => void this.save());
    }
    if (this.shown) this.shown.hidden = true;
    this.append(control);
    control.focus();
    if (control instanceof HTMLInputElement && control.type === "text") control.select();
  }

  private build(): Control {
    const value = this.getAttribute("value") ?? "";
    const shared = {
      class: "input",
      "aria-label": this.getAttribute("label"),
      title: t("edit.hint"),
    };
    if (this.kind === "select" || this.kind === "people") {
      const options = this.options.map(([key, text]) =>
        h("option", { value: key, text, selected: key === value }),
      );
      return h("select", shared, ...options);
    }
    if (this.kind === "textarea") return h("textarea", { ...shared, text: value });
    if (this.kind === "date") return h("input", { ...shared, type: "date", value });
    if (this.kind === "percent" || this.kind === "number") {
      const range = this.kind === "percent" ? { min: 0, max: 100 } : {};
      return h("input", { ...shared, ...range, type: "number", step: "any", value });
    }
    return h("input", { ...shared, type: "text", value });
  }

  private onKey(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const line =
      event.key === "Enter" && (this.kind !== "textarea" || event.ctrlKey || event.metaKey);
    if (line) {
      event.preventDefault();
      void this.save(true);
    } else if (event.key === "Escape") {
      event.stopPropagation();
      this.close(true);
    }
  }

  private close(focus = false): void {
    const control = this.control;
    this.control = null;
    control?.remove();
    this.querySelector(".edit-error")?.remove();
    if (!this.shown) return;
    this.shown.hidden = false;
    if (focus) this.shown.focus();
  }

  /** The typed value as JSON wants it. */
  private read(control: Control): unknown {
    const text = control.value.trim();
    if (this.kind === "number" || this.kind === "percent") return text === "" ? null : Number(text);
    if (this.kind === "people") return text === "" ? [] : [text];
    if (this.kind === "date") return text || null;
    return control.value.trim();
  }

  private async save(focus = false): Promise<void> {
    const control = this.control;
    if (!control) return;
    if (control.value === (this.getAttribute("value") ?? "")) return this.close(focus);
    this.control = null;
    this.setAttribute("busy", "");
    try {
      await this.send(control.value, this.read(control), this.version);
      control.remove();
      this.close(focus);
    } catch (error) {
      await this.refused(error, control);
    } finally {
      this.removeAttribute("busy");
    }
  }

  private get version(): number | undefined {
    const version = this.getAttribute("version");
    return version === null ? undefined : Number(version);
  }

  private async send(raw: string, value: unknown, version: number | undefined): Promise<void> {
    const field = this.getAttribute("field") ?? "";
    const answer = await request<Answer>("PATCH", this.getAttribute("src") ?? "", {
      body: { [field]: value },
      version,
    });
    this.accept(raw, answer.display?.[field], answer.item?.version);
    const undoUrl = this.getAttribute("undo")?.replace("{id}", answer.undo ?? "");
    if (answer.undo && undoUrl) toast(t("action.saved"), { undo: undoUrl });
    this.dispatchEvent(new CustomEvent("yc:saved", { bubbles: true, detail: answer }));
  }

  /** Shows the value and hands the new version to its neighbours of the same item. */
  private accept(raw: string, display: string | undefined, version: number | undefined): void {
    this.setAttribute("value", raw);
    const named = this.options.find(([key]) => key === raw)?.[1];
    const text = display ?? named ?? (this.kind === "percent" && raw !== "" ? `${raw}%` : raw);
    if (this.shown) {
      this.shown.textContent = text;
      this.shown.setAttribute("aria-label", `${this.getAttribute("label") ?? ""}：${text}`);
    }
    this.classList.remove("saved");
    requestAnimationFrame(() => this.classList.add("saved"));
    shareVersion(this.getAttribute("src") ?? "", version);
  }

  private async refused(error: unknown, control: Control): Promise<void> {
    if (error instanceof ApiError && error.conflict) {
      control.remove();
      return await this.resolve(error, control);
    }
    this.control = control;
    if (!(error instanceof ApiError)) return showError(error);
    this.querySelector(".edit-error")?.remove();
    this.append(h("span", { class: "edit-error", role: "alert", text: error.message }));
    control.setAttribute("aria-invalid", "true");
    control.focus();
  }

  private async resolve(error: ApiError, control: Control): Promise<void> {
    const conflict = error.conflict;
    if (!conflict) return;
    const show = (value: unknown) => {
      const text = String(value ?? "");
      return this.options.find(([key]) => key === text)?.[1] ?? text;
    };
    const label = this.getAttribute("label") ?? conflict.field;
    const choice = await askConflict({ ...conflict, yours: control.value }, { label, show });
    try {
      if (choice === "yours") await this.send(control.value, this.read(control), conflict.version);
      else this.accept(String(conflict.theirs ?? ""), undefined, conflict.version);
    } catch (again) {
      showError(again);
    }
    this.close(true);
  }
}

define("yc-edit", EditInPlace);
