import "./cells.css";
import "./dialog.css";
import "./gantt.css";
import "./toolbar.css";
import { onAddress } from "../../lib/address";
import { define, h } from "../../lib/dom";
import { t } from "../../lib/i18n";
import type { Change } from "../../lib/marks";
import { Controller } from "./controller";
import { openingDay } from "./layout";
import { Looks } from "./looks";
import { State } from "./state";
import { Toolbar } from "./toolbar";
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
  private toolbar: Toolbar | null = null;
  private looks: Looks | null = null;
  private readonly empty = h("p", { class: "yg-empty", hidden: true });

  private stop: (() => void) | null = null;

  private readonly onChanged = (event: Event) => {
    this.controller?.onChanged((event as CustomEvent<Change>).detail ?? {});
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
    state.narrow = this.clientWidth < 720;
    if (state.narrow) view.gridWidth = Math.min(view.gridWidth, this.clientWidth * 0.48);
    this.state = state;
    this.view = view;
    this.controller = new Controller(
      state,
      view,
      this.getAttribute("src") ?? "",
      (task) => this.pageOf(task),
      () => this.onLoad(),
      (order) => this.looks?.sort(order),
    );
    this.looks = new Looks(state, view, this.controller, () => this.onLoad());
    this.looks.readAddress();
    this.toolbar = new Toolbar(state, this.looks);
    this.replaceChildren(this.toolbar.element, view.frame, this.empty, this.fallback);
    view.frame.setAttribute("aria-busy", "true");
    document.addEventListener("yc:changed", this.onChanged);
    document.addEventListener("yc:theme", this.onTheme);
    this.stop = onAddress(() => this.looks?.onAddress());
    this.sizes.observe(this);
    void this.load();
  }

  disconnectedCallback(): void {
    this.sizes.disconnect();
    this.stop?.();
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
      await this.looks?.readBaseline();
      const state = this.state;
      if (state) this.view?.showDay(openingDay(state.model.order, state.today));
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

  private onLoad(): void {
    const state = this.state;
    if (!state || !this.view) return;
    this.view.frame.removeAttribute("aria-busy");
    this.view.scroller.setAttribute("aria-description", t("gantt.help"));
    this.toolbar?.update();
    const { rows, order } = state.model;
    this.empty.hidden = rows.length > 0;
    const blank = state.canEdit ? "gantt.empty" : "gantt.empty_readonly";
    this.empty.textContent = t(order.length > 0 ? "gantt.filter.none" : blank);
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
}

define("yc-gantt", Gantt);
