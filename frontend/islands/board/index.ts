import "./board.css";
import { onAddress, readAddress, writeAddress } from "../../lib/address";
import { request } from "../../lib/api";
import { define, h } from "../../lib/dom";
import { t } from "../../lib/i18n";
import type { Change } from "../../lib/marks";
import { Bar } from "./bar";
import { Commands } from "./commands";
import { bindKeys } from "./keys";
import { Lists } from "./lists";
import { ADDRESS, addressOf, type Filters, filtersFrom, Model } from "./model";
import { nextPage } from "./paging";
import { failed, pageOf, takeFocus } from "./render";
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
  private readonly lists = new Lists();
  private readonly bar = new Bar(this.model, (change) => this.filter(change));
  private readonly status = h("div", { class: "visually-hidden", role: "status" });
  private fallback: ChildNode[] = [];
  private stop: (() => void) | null = null;
  private timer = 0;
  private dragging = false;

  private readonly onChanged = (event: Event) => {
    const change = (event as CustomEvent<Change>).detail ?? {};
    if (change.seq !== undefined && change.seq <= this.model.seq) return;
    this.model.marks.note(change);
    this.reloadSoon();
  };

  connectedCallback(): void {
    this.fallback = [...this.childNodes];
    this.model.me = this.getAttribute("me") ?? "";
    this.setAttribute("aria-busy", "true");
    this.lists.element.replaceChildren(h("p", { class: "yb-note", text: t("board.loading") }));
    this.replaceChildren(this.bar.element, this.lists.element, this.status);
    const unbind = bindKeys(this);
    this.readAddress();
    const forget = onAddress(() => {
      this.readAddress();
      this.bar.read();
      this.draw();
    });
    this.stop = () => {
      unbind();
      forget();
    };
    document.addEventListener("yc:changed", this.onChanged);
    void this.load();
  }

  disconnectedCallback(): void {
    window.clearTimeout(this.timer);
    this.stop?.();
    document.removeEventListener("yc:changed", this.onChanged);
    this.lists.clear();
    this.replaceChildren(...this.fallback);
  }

  async load(): Promise<void> {
    let news = "";
    try {
      news = this.model.load(await request<Payload>("GET", this.getAttribute("src") ?? ""));
    } catch (error) {
      this.lists.element.replaceChildren(failed(error, () => void this.load()));
      return;
    }
    this.build();
    if (news) this.announce(news);
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
    if (!this.lists.fits(this.model) || !this.bar.built) {
      const onDrag = (dragging: boolean) => {
        this.dragging = dragging;
      };
      const onDrop = (id: string, column: string, before: string | null) => {
        this.commands.move(id, column, before);
        this.draw();
      };
      this.lists.build(this.model, onDrag, onDrop);
      this.bar.build();
    }
    this.draw();
  }

  /** Draws all columns, or those named. */
  draw(...only: string[]): void {
    if (!this.active || !this.model.find(this.active))
      this.active = this.model.neighbour(null, [0, 0]);
    const focused =
      this.lists.element.contains(document.activeElement) &&
      document.activeElement?.matches(".yb-card");
    this.lists.fill(this.model, only, (card) => this.urlOf(card), this.active);
    this.bar.draw();
    if (focused) this.focusCard(this.active);
  }

  focusCard(id: string | null): void {
    const card = id ? this.card(id) : null;
    if (!card) return;
    takeFocus(card);
    this.active = id;
  }

  card(id: string): HTMLElement | null {
    return this.lists.card(id);
  }

  columnOf(id: string): HTMLElement | undefined {
    return this.lists.columns.get(id);
  }

  urlOf(card: Card): string {
    return pageOf(card, this.getAttribute("open") ?? "");
  }

  url(path: string): string {
    return `${this.getAttribute("api") ?? ""}${path}`;
  }

  announce(text: string): void {
    this.status.textContent = text;
  }

  async showMore(id: string): Promise<void> {
    await nextPage(this.model, id, this.getAttribute("src") ?? "");
    this.draw(id);
  }

  filter(change: Partial<Filters>): void {
    Object.assign(this.model.filters, change);
    writeAddress(addressOf(this.model.filters), "text" in change ? "q" : "");
    this.draw();
  }

  private readAddress(): void {
    Object.assign(this.model.filters, filtersFrom(readAddress(ADDRESS)));
  }

  focusBar(what: "input" | ".chip"): void {
    this.bar.element.querySelector<HTMLElement>(what)?.focus();
  }
}

define("yc-board", Board);
