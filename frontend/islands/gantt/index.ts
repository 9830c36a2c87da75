import "./gantt.css";
import { define, h } from "../../lib/dom";
import { t } from "../../lib/i18n";
import { icon } from "../../lib/icons";
import { Controller } from "./controller";
import { ZOOMS, type Zoom } from "./layout";
import { State } from "./state";
import type { Task } from "./types";
import { View } from "./view";

/**
 * The schedule as a tree table with a Gantt chart beside it, or alone.
 *
 * Attributes: `src` (gantt.json), `api` (base of the writes), `mode` ("gantt" or
 * "list"), `open` (address of a task's page with {ref}, {number} or {id}). What the server
 * wrote inside the element stays for printing and for a failed load.
 */
class Gantt extends HTMLElement {
  private controller: Controller | null = null;
  private view: View | null = null;
  private state: State | null = null;
  private fallback: HTMLElement | null = null;
  private readonly sizes = new ResizeObserver(() => this.onResize());
  private readonly summary = h("span", { class: "yg-summary" });
  private readonly empty = h("p", { class: "yg-empty", hidden: true });

  private readonly onChanged = (event: Event) => {
    this.controller?.onChanged((event as CustomEvent<{ seq?: number }>).detail?.seq);
  };

  private readonly onTheme = () => this.view?.refresh();

  connectedCallback(): void {
    this.fallback ??= h("div", { class: "yg-fallback" }, ...this.childNodes);
    const state = new State(
      this.getAttribute("mode") === "list" ? "list" : "gantt",
      this.getAttribute("api") ?? "",
    );
    const view = new View(state);
    const stored = Number(localStorage.getItem("yc-gantt-grid"));
    if (stored > 0) view.gridWidth = stored;
    if (this.clientWidth < 720) view.gridWidth = Math.min(view.gridWidth, this.clientWidth * 0.48);
    this.state = state;
    this.view = view;
    this.controller = new Controller(
      state,
      view,
      this.getAttribute("src") ?? "",
      (task) => this.pageOf(task),
      () => this.onLoad(),
    );
    this.replaceChildren(this.toolbar(), view.frame, this.empty, this.fallback);
    view.frame.setAttribute("aria-busy", "true");
    this.summary.textContent = t("gantt.loading");
    document.addEventListener("yc:changed", this.onChanged);
    document.addEventListener("yc:theme", this.onTheme);
    this.sizes.observe(this);
    void this.load();
  }

  disconnectedCallback(): void {
    this.sizes.disconnect();
    this.controller?.stop();
    document.removeEventListener("yc:changed", this.onChanged);
    document.removeEventListener("yc:theme", this.onTheme);
    // Back to what the server wrote, so that a later connection starts as the first did.
    this.replaceChildren(...(this.fallback?.childNodes ?? []));
    this.fallback = null;
  }

  private async load(): Promise<void> {
    try {
      await this.controller?.reload();
      if (this.state && this.view) this.view.showDay(this.firstDay(this.state));
      this.setAttribute("ready", "");
    } catch (error) {
      const again = h("button", {
        class: "btn",
        type: "button",
        onclick: () => void this.load(),
        text: t("action.retry"),
      });
      this.empty.replaceChildren(`${t("gantt.failed")}${Controller.reason(error)} `, again);
      this.empty.hidden = false;
    }
  }

  /** The chart opens at today, or at the project's start when today is outside. */
  private firstDay(state: State): number {
    const { scale, today } = state;
    const inside = today > scale.first && today < scale.last;
    return inside ? today : scale.first;
  }

  private onLoad(): void {
    const state = this.state;
    if (!state || !this.view) return;
    this.view.frame.removeAttribute("aria-busy");
    this.view.scroller.setAttribute("aria-description", t("gantt.help"));
    const count = state.model.order.filter((task) => !state.model.isSummary(task)).length;
    this.summary.textContent = t("gantt.summary", { n: count, c: state.model.criticalCount });
    const none = state.model.order.length === 0;
    this.empty.hidden = !none;
    if (none) this.empty.textContent = t(state.canEdit ? "gantt.empty" : "gantt.empty_readonly");
    for (const button of this.querySelectorAll<HTMLButtonElement>("[data-zoom]")) {
      button.setAttribute("aria-pressed", String(button.dataset.zoom === state.scale.zoom));
    }
    for (const each of this.querySelectorAll<HTMLElement>("[data-needs-edit]"))
      each.hidden = !state.canEdit;
  }

  private onResize(): void {
    if (this.state?.loaded) this.state.rescale(this.view?.chartWidth ?? 0);
    this.view?.refresh();
  }

  private pageOf(task: Task): string {
    const pattern = this.getAttribute("open") ?? "";
    return pattern
      .replace("{ref}", encodeURIComponent(task.ref))
      .replace("{number}", task.ref.slice(task.ref.lastIndexOf("-") + 1))
      .replace("{id}", encodeURIComponent(task.id));
  }

  private toolbar(): HTMLElement {
    const button = (text: string, run: () => void, attributes = {}) =>
      h("button", { class: "btn small quiet", type: "button", onclick: run, ...attributes }, text);
    const folds = [
      button(t("gantt.expand_all"), () => this.foldAll(false)),
      button(t("gantt.collapse_all"), () => this.foldAll(true)),
    ];
    const add = h(
      "button",
      {
        class: "btn small",
        type: "button",
        "data-needs-edit": true,
        hidden: true,
        onclick: () => this.controller?.create(),
      },
      icon("add"),
      t("gantt.new"),
    );
    const bar = h(
      "div",
      { class: "yg-tools" },
      add,
      this.summary,
      h("span", { class: "yg-space" }),
      ...folds,
    );
    if (this.state?.mode === "gantt")
      bar.append(
        this.legend(),
        button(t("gantt.today"), () => this.showToday()),
        this.zooms(),
      );
    return bar;
  }

  private legend(): HTMLElement {
    const entries = ["critical", "normal", "baseline", "float", "deadline"] as const;
    return h(
      "span",
      { class: "yg-legend" },
      ...entries.map((name) =>
        h("span", {}, h("i", { class: `yg-key ${name}` }), t(`gantt.legend.${name}`)),
      ),
    );
  }

  private zooms(): HTMLElement {
    const choose = (zoom: Zoom) => {
      this.controller?.zoom(zoom);
      this.onLoad();
    };
    return h(
      "span",
      { class: "seg yg-zoom", role: "group", "aria-label": t("gantt.zoom") },
      ...ZOOMS.map((zoom) =>
        h("button", {
          type: "button",
          "data-zoom": zoom,
          onclick: () => choose(zoom),
          text: t(`gantt.zoom.${zoom}`),
        }),
      ),
    );
  }

  private showToday(): void {
    if (this.state) this.view?.showDay(this.state.today);
  }

  private foldAll(folded: boolean): void {
    this.state?.model.foldAll(folded);
    this.view?.refresh();
  }
}

define("yc-gantt", Gantt);
