import { h } from "../../lib/dom";
import { t } from "../../lib/i18n";
import { keysButton } from "../../lib/keysbutton";
import { type Filters, type Model, NO_FILTERS } from "./model";

type Toggle = "mine" | "critical" | "due" | "late";

/** The filters above the board: find, chips, how many are shown. */
export class Bar {
  readonly element = h("div", { class: "tools yb-tools" });

  constructor(
    private readonly model: Model,
    private readonly filter: (change: Partial<Filters>) => void,
  ) {}

  private find: HTMLInputElement | null = null;

  get built(): boolean {
    return this.element.firstChild !== null;
  }

  build(): void {
    const find = h("input", {
      class: "input yb-find",
      type: "search",
      placeholder: t("board.filter.find"),
      "aria-label": t("board.filter.find"),
      value: this.model.filters.text,
      oninput: () => this.filter({ text: find.value }),
    });
    this.find = find;
    const clear = () => {
      this.filter({ ...NO_FILTERS });
      this.read();
    };
    const chips = [
      this.chip("critical", t("board.filter.critical")),
      this.chip("due", t("board.filter.due")),
      this.chip("late", t("board.filter.late")),
    ];
    if (this.model.me) chips.unshift(this.chip("mine", t("board.filter.me")));
    this.element.replaceChildren(
      find,
      ...chips,
      h("button", {
        type: "button",
        class: "btn quiet small yb-clear",
        onclick: clear,
        text: t("board.filter.clear"),
      }),
      h("span", { class: "tools-end yb-total" }),
      keysButton(),
    );
    this.element.setAttribute("role", "group");
    this.element.setAttribute("aria-label", t("board.filters"));
  }

  /** Shows the words that are sought, after they changed elsewhere. */
  read(): void {
    if (this.find) this.find.value = this.model.filters.text;
  }

  draw(): void {
    const { filters } = this.model;
    for (const chip of this.element.querySelectorAll<HTMLElement>("[data-filter]")) {
      chip.setAttribute(
        "aria-pressed",
        String(Boolean(filters[chip.dataset.filter as keyof Filters])),
      );
    }
    const clear = this.element.querySelector<HTMLElement>(".yb-clear");
    if (clear) clear.hidden = !this.model.filtered;
    const total = this.element.querySelector(".yb-total");
    const { shownTotal: shown, total: all } = this.model;
    if (total)
      total.textContent = this.model.filtered ? t("board.shown", { shown, total: all }) : "";
  }

  private chip(name: Toggle, text: string): HTMLElement {
    return h("button", {
      type: "button",
      class: "chip",
      "data-filter": name,
      onclick: () => this.filter({ [name]: !this.model.filters[name] }),
      text,
    });
  }

  focus(what: "input" | ".chip"): void {
    this.element.querySelector<HTMLElement>(what)?.focus();
  }
}
