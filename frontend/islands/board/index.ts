import "./board.css";
import { onAddress, readAddress, writeAddress } from "../../lib/address";
import { request } from "../../lib/api";
import { define, h } from "../../lib/dom";
import { t } from "../../lib/i18n";
import { Bar } from "./bar";
import { Commands } from "./commands";
import { bindKeys } from "./keys";
import { Lists } from "./lists";
import { ADDRESS, addressOf, type Filters, filtersFrom, Model } from "./model";
import { News } from "./news";
import { nextPage } from "./paging";
import { failed, pageOf, takeFocus } from "./render";
import type { Card, Payload } from "./types";

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
  readonly lists = new Lists();
  readonly bar = new Bar(this.model, (change) => this.filter(change));
  private readonly status = h("div", { class: "visually-hidden", role: "status" });
  private fallback: ChildNode[] = [];
  private stop: (() => void) | null = null;
  readonly news = new News(this, () => void this.load());

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
    this.news.listen();
    void this.load();
  }

  disconnectedCallback(): void {
    this.news.forget();
    this.stop?.();
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

  private build(): void {
    if (!this.lists.fits(this.model) || !this.bar.built) {
      const onDrag = (dragging: boolean) => {
        this.news.dragging = dragging;
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
    const card = id ? this.lists.card(id) : null;
    if (!card) return;
    takeFocus(card);
    this.active = id;
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
}

define("yc-board", Board);
