/** The line above the chart: new task, figures, filters, folding, legend, baseline, zoom, keys. */
import { h } from "../../lib/dom";
import { t } from "../../lib/i18n";
import { icon } from "../../lib/icons";
import { keysButton } from "../../lib/keysbutton";
import { type Filters, type Flag, isFiltered } from "./filter";
import { ZOOMS, type Zoom } from "./layout";
import type { State } from "./state";

/** What the buttons do. */
export interface Tools {
  create(): void;
  foldAll(folded: boolean): void;
  showToday(): void;
  zoom(zoom: Zoom): void;
  filter(change: Partial<Filters>): void;
  clear(): void;
  compare(baseline: string): void;
}

type Options = [value: string, text: string][];

export class Toolbar {
  readonly element: HTMLElement;
  private readonly summary = h("span", { class: "yg-summary", text: t("gantt.loading") });
  private readonly find = h("input", {
    class: "input yg-find",
    type: "search",
    placeholder: t("gantt.find"),
    "aria-label": t("gantt.find"),
    oninput: () => this.tools.filter({ text: this.find.value }),
  });
  private readonly status = select("gantt.status", (value) => this.tools.filter({ status: value }));
  private readonly owner = select("gantt.owner", (value) => this.tools.filter({ owner: value }));
  private readonly baseline = select("gantt.compare", (value) => this.tools.compare(value));
  private readonly clear = button(t("board.filter.clear"), () => this.tools.clear());

  constructor(
    private readonly state: State,
    private readonly tools: Tools,
  ) {
    const chart = state.mode === "gantt";
    this.element = h(
      "div",
      { class: "yg-tools" },
      this.adder(),
      this.filters(),
      !chart && this.summary,
      h("span", { class: "yg-space" }),
      this.baseline,
      h(
        "span",
        { class: "yg-folds" },
        button(t("gantt.expand_all"), () => tools.foldAll(false)),
        button(t("gantt.collapse_all"), () => tools.foldAll(true)),
      ),
      chart && button(t("gantt.today"), () => tools.showToday()),
      chart && this.zooms(),
      keysButton(),
      chart && h("span", { class: "yg-break" }),
      chart && this.summary,
      chart && legend(),
    );
  }

  /** Shows what is loaded, chosen and allowed. */
  update(): void {
    const { filters, scale, canEdit, statuses, people, baselines, comparison } = this.state;
    this.summary.textContent = this.figures();
    for (const each of this.element.querySelectorAll<HTMLButtonElement>("[data-zoom]"))
      each.setAttribute("aria-pressed", String(each.dataset.zoom === scale.zoom));
    for (const each of this.element.querySelectorAll<HTMLButtonElement>("[data-filter]"))
      each.setAttribute("aria-pressed", String(filters[each.dataset.filter as Flag]));
    for (const each of this.element.querySelectorAll<HTMLElement>("[data-needs-edit]"))
      each.hidden = !canEdit;
    if (this.find !== document.activeElement) this.find.value = filters.text;
    this.clear.hidden = !isFiltered(filters);
    const states = statuses.map((each) => [each.id, each.name] as [string, string]);
    fill(this.status, [["", t("gantt.filter.status")], ...states], filters.status);
    const owners = people.map((each) => [each.id, each.name] as [string, string]);
    fill(this.owner, [["", t("gantt.filter.owner")], ...owners], filters.owner);
    const taken = baselines.map(
      ({ id, name, taken_at }) => [id, `${name} · ${taken_at.slice(0, 10)}`] as [string, string],
    );
    fill(this.baseline, taken, comparison?.id ?? baselines[0]?.id ?? "");
    this.baseline.hidden = baselines.length === 0;
  }

  /** How many tasks, how many critical; against an older baseline, how many are behind it. */
  private figures(): string {
    const { model, comparison, filters } = this.state;
    const tasks = model.order.filter((task) => !model.isSummary(task));
    if (comparison) {
      const behind = tasks.filter((task) => (this.state.variance(task) ?? 0) > 0).length;
      const days = this.state.projectVariance ?? 0;
      const whole = days > 0 ? "gantt.compared.late" : "gantt.compared.early";
      const finish = days === 0 ? t("gantt.compared.same") : t(whole, { n: Math.abs(days) });
      return t("gantt.compared", { n: behind, finish });
    }
    if (isFiltered(filters)) {
      const shown = model.rows.filter((task) => !model.isSummary(task)).length;
      return t("gantt.shown", { n: shown, all: tasks.length });
    }
    return t("gantt.summary", { n: tasks.length, c: model.criticalCount });
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
      this.find,
      chip("mine", t("board.filter.me")),
      chip("critical", t("board.filter.critical")),
      chip("late", t("board.filter.late")),
      this.state.mode === "list" && this.status,
      this.owner,
      this.clear,
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

function select(
  label: "gantt.status" | "gantt.owner" | "gantt.compare",
  chosen: (value: string) => void,
): HTMLSelectElement {
  const made: HTMLSelectElement = h("select", {
    class: "input yg-select",
    "aria-label": t(label),
    title: t(label),
    onchange: () => chosen(made.value),
  });
  return made;
}

function fill(element: HTMLSelectElement, options: Options, value: string): void {
  const made = options.map(([key, text]) => h("option", { value: key, text }));
  element.replaceChildren(...made);
  element.value = value;
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
