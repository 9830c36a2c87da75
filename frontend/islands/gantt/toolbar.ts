/** The line above the chart: new task, figures, filters, folding, legend, today and zoom. */
import { h } from "../../lib/dom";
import { t } from "../../lib/i18n";
import { icon } from "../../lib/icons";
import type { Filters, Flag } from "./filter";
import { ZOOMS, type Zoom } from "./layout";
import type { State } from "./state";

/** What the buttons do. */
export interface Tools {
  create(): void;
  foldAll(folded: boolean): void;
  showToday(): void;
  zoom(zoom: Zoom): void;
  filter(change: Partial<Filters>): void;
}

export class Toolbar {
  readonly element: HTMLElement;
  private readonly summary = h("span", { class: "yg-summary", text: t("gantt.loading") });
  private readonly status = h("select", {
    class: "input yg-status-filter",
    "aria-label": t("gantt.status"),
    onchange: () => this.tools.filter({ status: this.status.value }),
  });

  constructor(
    private readonly state: State,
    private readonly tools: Tools,
  ) {
    const chart = state.mode === "gantt";
    this.element = h(
      "div",
      { class: "yg-tools" },
      this.adder(),
      this.summary,
      this.filters(),
      h("span", { class: "yg-space" }),
      button(t("gantt.expand_all"), () => tools.foldAll(false)),
      button(t("gantt.collapse_all"), () => tools.foldAll(true)),
      chart && legend(),
      chart && button(t("gantt.today"), () => tools.showToday()),
      chart && this.zooms(),
    );
  }

  /** Shows what is loaded, chosen and allowed. */
  update(): void {
    const { model, filters, scale, canEdit, statuses } = this.state;
    const count = model.order.filter((task) => !model.isSummary(task)).length;
    this.summary.textContent = t("gantt.summary", { n: count, c: model.criticalCount });
    for (const each of this.element.querySelectorAll<HTMLButtonElement>("[data-zoom]"))
      each.setAttribute("aria-pressed", String(each.dataset.zoom === scale.zoom));
    for (const each of this.element.querySelectorAll<HTMLButtonElement>("[data-filter]"))
      each.setAttribute("aria-pressed", String(filters[each.dataset.filter as Flag]));
    for (const each of this.element.querySelectorAll<HTMLElement>("[data-needs-edit]"))
      each.hidden = !canEdit;
    const options = statuses.map((each) => h("option", { value: each.id, text: each.name }));
    this.status.replaceChildren(
      h("option", { value: "", text: t("gantt.filter.status") }),
      ...options,
    );
    this.status.value = filters.status;
  }

  private adder(): HTMLElement {
    return h(
      "button",
      {
        class: "btn small",
        type: "button",
        "data-needs-edit": true,
        hidden: true,
        onclick: () => this.tools.create(),
      },
      icon("add"),
      t("gantt.new"),
    );
  }

  private filters(): HTMLElement {
    const chip = (name: Flag, text: string) =>
      h("button", {
        type: "button",
        class: "chip",
        "data-filter": name,
        "aria-pressed": "false",
        onclick: () => this.tools.filter({ [name]: !this.state.filters[name] }),
        text,
      });
    return h(
      "span",
      { class: "yg-filters", role: "group", "aria-label": t("board.filters") },
      chip("mine", t("board.filter.me")),
      chip("critical", t("board.filter.critical")),
      chip("late", t("board.filter.late")),
      this.state.mode === "list" && this.status,
    );
  }

  private zooms(): HTMLElement {
    return h(
      "span",
      { class: "seg yg-zoom", role: "group", "aria-label": t("gantt.zoom") },
      ...ZOOMS.map((zoom) =>
        h("button", {
          type: "button",
          "data-zoom": zoom,
          onclick: () => this.tools.zoom(zoom),
          text: t(`gantt.zoom.${zoom}`),
        }),
      ),
    );
  }
}

function button(text: string, run: () => void): HTMLElement {
  return h("button", { class: "btn small quiet", type: "button", onclick: run }, text);
}

function legend(): HTMLElement {
  const entries = ["critical", "normal", "baseline", "float", "deadline"] as const;
  return h(
    "span",
    { class: "yg-legend" },
    ...entries.map((name) =>
      h("span", {}, h("i", { class: `yg-key ${name}` }), t(`gantt.legend.${name}`)),
    ),
  );
}
