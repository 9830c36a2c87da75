import "./board.css";
import Sortable from "sortablejs";
import { ApiError, request } from "../../lib/api";
import { define, h } from "../../lib/dom";
import { t } from "../../lib/i18n";
import { showError } from "../../lib/toast";
import { Commands } from "./commands";
import { bindKeys } from "./keys";
import { type Filters, Model, NO_FILTERS, PAGE } from "./model";
import { columnElement, fillColumn } from "./render";
import type { Card, Payload } from "./types";

const PAUSE_MS = 600;

/**
 * The board: columns are statuses, cards are tasks.
 *
 * Attributes: `src` (board.json), `api` (base of the writes), `open` (address of a
 * task's page with {ref}, {number} or {id}), `me` (my id, when board.json does not say it).
 */
export class Board extends HTMLElement {
  readonly model = new Model();
  readonly commands = new Commands(this);
  active: string | null = null;
  private readonly columns = new Map<string, HTMLElement>();
  private sortables: Sortable[] = [];
  private readonly lists = h("div", { class: "yb-lists" });
  private readonly bar = h("div", { class: "tools yb-tools" });
  private readonly status = h("div", { class: "visually-hidden", role: "status" });
  private fallback: ChildNode[] = [];
  private stop: (() => void) | null = null;
  private timer = 0;
  private dragging = false;

  private readonly onChanged = (event: Event) => {
    const seq = (event as CustomEvent<{ seq?: number }>).detail?.seq;
    if (seq === undefined || seq > this.model.seq) this.reloadSoon();
  };

  connectedCallback(): void {
    this.fallback = [...this.childNodes];
    this.model.me = this.getAttribute("me") ?? "";
    this.model.today = Math.floor(Date.now() / 86_400_000);
    this.setAttribute("aria-busy", "true");
    this.lists.replaceChildren(h("p", { class: "yb-note", text: t("board.loading") }));
    this.replaceChildren(this.bar, this.lists, this.status);
    this.stop = bindKeys(this);
    document.addEventListener("yc:changed", this.onChanged);
    void this.load();
  }

  disconnectedCallback(): void {
    window.clearTimeout(this.timer);
    for (const each of this.sortables) each.destroy();
    this.sortables = [];
    this.stop?.();
    document.removeEventListener("yc:changed", this.onChanged);
    this.columns.clear();
    this.replaceChildren(...this.fallback);
  }

  async load(): Promise<void> {
    try {
      this.model.load(await request<Payload>("GET", this.getAttribute("src") ?? ""));
    } catch (error) {
      const why = error instanceof ApiError ? error.message : t("error.server");
      const again = h("button", {
        class: "btn",
        type: "button",
        onclick: () => void this.load(),
        text: t("action.retry"),
      });
      this.lists.replaceChildren(
        h("p", { class: "yb-note" }, `${t("board.failed")}${why} `, again),
      );
      return;
    }
    this.build();
    this.removeAttribute("aria-busy");
    this.setAttribute("ready", "");
  }

  /** Fetches anew once nobody drags or types here. */
  reloadSoon(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      const typing =
        this.contains(document.activeElement) && document.activeElement?.tagName === "INPUT";
      if (this.dragging || typing) this.reloadSoon();
      else void this.load();
    }, PAUSE_MS);
  }

  private build(): void {
    const ids = this.model.columns.map((column) => column.id).join();
    if ([...this.columns.keys()].join() !== ids || !this.bar.firstChild) {
      for (const each of this.sortables) each.destroy();
      this.columns.clear();
      for (const column of this.model.columns)
        this.columns.set(column.id, columnElement(this.model, column));
      this.lists.replaceChildren(...this.columns.values());
      this.lists.setAttribute("aria-label", t("board.label", { project: this.model.name }));
      this.lists.setAttribute("role", "group");
      this.lists.setAttribute("aria-description", t("board.help"));
      this.sortables = this.model.canEdit
        ? [...this.columns.values()].map((each) => this.sortable(each))
        : [];
      this.buildBar();
    }
    this.draw();
  }

  private sortable(column: HTMLElement): Sortable {
    return new Sortable(column.querySelector<HTMLElement>(".yb-list") as HTMLElement, {
      group: "cards",
      animation: window.matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120,
      delay: 180,
      delayOnTouchOnly: true,
      draggable: "li",
      filter: "button, input",
      preventOnFilter: false,
      ghostClass: "yb-ghost",
      onStart: () => {
        this.dragging = true;
      },
      onEnd: (event) => {
        this.dragging = false;
        const id = event.item.dataset.id ?? "";
        const before = (event.item.nextElementSibling as HTMLElement | null)?.dataset.id ?? null;
        this.commands.move(id, event.to.dataset.column ?? "", before);
        this.draw();
      },
    });
  }

  /** Draws all columns, or those named. */
  draw(...only: string[]): void {
    if (!this.active || !this.model.find(this.active))
      this.active = this.model.neighbour(null, [0, 0]);
    const focused =
      this.lists.contains(document.activeElement) && document.activeElement?.matches(".yb-card");
    for (const column of this.model.columns) {
      const element = this.columns.get(column.id);
      if (element && (only.length === 0 || only.includes(column.id))) {
        fillColumn(this.model, column, element, (card) => this.urlOf(card), this.active);
      }
    }
    this.drawBar();
    if (focused) this.focusCard(this.active);
  }

  focusCard(id: string | null): void {
    const card = id ? this.card(id) : null;
    if (!card) return;
    card
      .closest(".yb-list")
      ?.querySelector('.yb-card[tabindex="0"]')
      ?.setAttribute("tabindex", "-1");
    card.setAttribute("tabindex", "0");
    this.active = id;
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  card(id: string): HTMLElement | null {
    return this.lists.querySelector<HTMLElement>(`li[data-id="${CSS.escape(id)}"] > .yb-card`);
  }

  columnOf(id: string): HTMLElement | undefined {
    return this.columns.get(id);
  }

  urlOf(card: Card): string {
    const pattern = this.getAttribute("open") ?? "";
    return pattern
      .replace("{ref}", encodeURIComponent(card.ref))
      .replace("{number}", card.ref.slice(card.ref.lastIndexOf("-") + 1))
      .replace("{id}", encodeURIComponent(card.id));
  }

  url(path: string): string {
    return `${this.getAttribute("api") ?? ""}${path}`;
  }

  announce(text: string): void {
    this.status.textContent = text;
  }

  /** The next page of a column: of those that are here, else from the server. */
  async showMore(id: string): Promise<void> {
    const column = this.model.column(id);
    if (!column) return;
    this.model.shown.set(id, (this.model.shown.get(id) ?? PAGE) + PAGE);
    const last = column.cards.at(-1);
    if (
      column.more &&
      last?.rank &&
      this.model.drawn(column).length >= this.model.visible(column).length
    ) {
      const source = this.getAttribute("src") ?? "";
      const asked = new URLSearchParams({ status: id, after: last.rank });
      try {
        const payload = await request<Payload>(
          "GET",
          `${source}${source.includes("?") ? "&" : "?"}${asked}`,
        );
        for (const next of payload.columns) this.model.append(next);
      } catch (error) {
        showError(error);
      }
    }
    this.draw(id);
  }

  filter(change: Partial<Filters>): void {
    Object.assign(this.model.filters, change);
    this.draw();
  }

  toggle(name: "mine" | "critical" | "due" | "late"): void {
    this.filter({ [name]: !this.model.filters[name] });
  }

  focusFind(): void {
    this.bar.querySelector("input")?.focus();
  }

  focusFilters(): void {
    this.bar.querySelector<HTMLElement>(".chip")?.focus();
  }

  private buildBar(): void {
    const chip = (name: "mine" | "critical" | "due" | "late", text: string) =>
      h("button", {
        type: "button",
        class: "chip",
        "data-filter": name,
        onclick: () => this.toggle(name),
        text,
      });
    const find = h("input", {
      class: "input yb-find",
      type: "search",
      placeholder: t("board.filter.find"),
      "aria-label": t("board.filter.find"),
      oninput: () => this.filter({ text: find.value }),
    });
    const clear = () => {
      find.value = "";
      this.filter({ ...NO_FILTERS });
    };
    const chips = [
      chip("critical", t("board.filter.critical")),
      chip("due", t("board.filter.due")),
      chip("late", t("board.filter.late")),
    ];
    if (this.model.me) chips.unshift(chip("mine", t("board.filter.me")));
    this.bar.replaceChildren(
      find,
      ...chips,
      h("button", {
        type: "button",
        class: "btn quiet small yb-clear",
        onclick: clear,
        text: t("board.filter.clear"),
      }),
      h("span", { class: "tools-end yb-total" }),
    );
    this.bar.setAttribute("role", "group");
    this.bar.setAttribute("aria-label", t("board.filters"));
  }

  private drawBar(): void {
    const { filters } = this.model;
    for (const chip of this.bar.querySelectorAll<HTMLElement>("[data-filter]")) {
      chip.setAttribute(
        "aria-pressed",
        String(Boolean(filters[chip.dataset.filter as keyof Filters])),
      );
    }
    const clear = this.bar.querySelector<HTMLElement>(".yb-clear");
    if (clear) clear.hidden = !this.model.filtered;
    const total = this.bar.querySelector(".yb-total");
    const { shownTotal: shown, total: all } = this.model;
    if (total)
      total.textContent = this.model.filtered ? t("board.shown", { shown, total: all }) : "";
  }
}

define("yc-board", Board);
