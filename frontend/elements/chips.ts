import { define, h } from "../lib/dom";
import { t } from "../lib/i18n";
import { icon } from "../lib/icons";
import { Suggest } from "../lib/suggest";
import { showError } from "../lib/toast";
import { writeField } from "../lib/write";

/**
 * A list edited as chips: people found by pinyin (`kind="people"`), or words (`kind="text"`).
 * Each chip has data-value; the whole list is written to `field` of `src`.
 */
class Chips extends HTMLElement {
  private suggest: Suggest | null = null;

  connectedCallback(): void {
    if (this.hasAttribute("readonly")) return;
    this.dress();
  }

  disconnectedCallback(): void {
    this.suggest?.close();
    this.suggest = null;
  }

  private get values(): string[] {
    return [...this.querySelectorAll<HTMLElement>(".chip[data-value]")].map(
      (chip) => chip.dataset.value ?? "",
    );
  }

  private dress(): void {
    for (const old of this.querySelectorAll(".chip-remove, .chip-add")) old.remove();
    for (const chip of this.querySelectorAll<HTMLElement>(".chip[data-value]")) {
      const name = chip.textContent?.trim() ?? "";
      chip.append(
        h(
          "button",
          {
            type: "button",
            class: "chip-remove",
            "aria-label": t("chips.remove", { name }),
            onclick: () => void this.write(this.values.filter((v) => v !== chip.dataset.value)),
          },
          icon("close"),
        ),
      );
    }
    this.append(this.input());
  }

  private input(): HTMLElement {
    const label = this.getAttribute("label") ?? "";
    const input = h("input", {
      class: "chip-add",
      type: "text",
      autocomplete: "off",
      "aria-label": t("chips.add", { label }),
      placeholder: t("chips.hint"),
    });
    if (this.getAttribute("kind") === "people") {
      const ask = () => void this.suggest?.ask(input.value.trim(), this.values);
      this.suggest = new Suggest(input, this.getAttribute("find") ?? "", (person) => {
        void this.write([...this.values, person.id]);
      });
      input.addEventListener("input", ask);
      input.addEventListener("focus", ask);
      input.addEventListener("blur", () => this.suggest?.close());
    }
    input.addEventListener("keydown", (event) => this.onKey(event, input));
    return input;
  }

  private onKey(event: KeyboardEvent, input: HTMLInputElement): void {
    if (this.suggest?.key(event) || event.isComposing) return;
    const text = input.value.trim();
    if (event.key === "Enter") {
      event.preventDefault();
      if (text && !this.suggest) void this.write([...new Set([...this.values, text])]);
    } else if (event.key === "Backspace" && input.value === "") {
      const last = this.values.slice(0, -1);
      if (last.length < this.values.length) void this.write(last);
    }
  }

  private async write(values: string[]): Promise<void> {
    this.setAttribute("busy", "");
    // a page that is being typed in is not renewed: let go of the field first
    this.querySelector<HTMLElement>(".chip-add")?.blur();
    try {
      await writeField(this, values, (raw) => (Array.isArray(raw) ? raw.join("、") : String(raw)));
    } catch (error) {
      showError(error);
    } finally {
      this.removeAttribute("busy");
    }
  }

  /** Called after the page was renewed around this element. */
  renewed(): void {
    this.suggest?.close();
    this.suggest = null;
    if (!this.hasAttribute("readonly")) this.dress();
  }
}

define("yc-chips", Chips);
