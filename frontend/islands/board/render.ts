/** Cards and columns as elements. */
import { ApiError } from "../../lib/api";
import { partsOf, shortDate } from "../../lib/dates";
import { h } from "../../lib/dom";
import { t } from "../../lib/i18n";
import { icon } from "../../lib/icons";
import { avatar } from "../../lib/people";
import type { Model } from "./model";
import type { Card, Column } from "./types";

function tag(text: string, tone: string): HTMLElement {
  return h("span", { class: `tag ${tone}`, text });
}

function marks(model: Model, card: Card): HTMLElement {
  const line = h("div", { class: "yb-marks" }, h("span", { class: "yb-ref", text: card.ref }));
  if (card.critical && card.percent < 100) line.append(tag(t("board.critical"), "act"));
  if (card.late_days > 0) line.append(tag(t("board.late", { n: card.late_days }), "warn"));
  if (card.late_days < 0) line.append(tag(t("board.early", { n: -card.late_days }), "good"));
  const who = model.marks.element(card.id);
  if (who) line.append(who);
  return line;
}

function facts(model: Model, card: Card): HTMLElement {
  const year = partsOf(model.today).year;
  const start = shortDate(card.start, year);
  const finish = shortDate(card.finish, year);
  const line = h("div", { class: "yb-facts" });
  const dates = start && finish && start !== finish ? `${start} → ${finish}` : finish || start;
  if (dates) line.append(h("span", { class: "num", text: dates }));
  const [done, total] = card.checklist;
  if (total > 0)
    line.append(
      h(
        "span",
        { title: t("board.checklist", { done, total }) },
        icon("checklist"),
        `${done}/${total}`,
      ),
    );
  if (card.comments > 0)
    line.append(
      h(
        "span",
        { title: t("board.comments", { n: card.comments }) },
        icon("comment"),
        String(card.comments),
      ),
    );
  const people = h("span", { class: "ava-stack" });
  for (const person of card.assignees.slice(0, 3))
    people.append(avatar(person.name, person.initial));
  line.append(people);
  return line;
}

/** One card; its name links to the task's page. */
export function cardElement(model: Model, card: Card, url: string, active: boolean): HTMLElement {
  const name = url
    ? h("a", { class: "yb-name", href: url, tabindex: "-1", text: card.name })
    : h("span", { class: "yb-name", text: card.name });
  const more = h(
    "button",
    { type: "button", class: "yb-more", tabindex: "-1", "aria-label": t("board.menu") },
    icon("more"),
  );
  const bar =
    card.percent > 0 && card.percent < 100
      ? h("progress", {
          class: "bar",
          value: card.percent,
          max: 100,
          "aria-label": t("board.percent", { n: `${Math.round(card.percent)}%` }),
        })
      : null;
  const body = h(
    "article",
    { class: "yb-card", tabindex: active ? "0" : "-1", "aria-label": `${card.ref} ${card.name}` },
    marks(model, card),
    name,
    bar,
    facts(model, card),
    more,
  );
  return h("li", { "data-id": card.id }, body);
}

/** The parts of a column that persist; its list is filled by fillColumn. */
export function columnElement(model: Model, column: Column): HTMLElement {
  const title = h(
    "h2",
    { id: `yb-${column.id}` },
    column.name,
    h("span", { class: "yb-count num" }),
  );
  const list = h("ol", { class: "yb-list", "data-column": column.id });
  const foot = h("div", { class: "yb-foot" });
  if (model.canEdit) {
    foot.append(
      h("button", { type: "button", class: "btn quiet small yb-add" }, icon("add"), t("board.add")),
    );
  }
  return h(
    "section",
    {
      class: `yb-column ${column.category}`,
      "data-column": column.id,
      "aria-labelledby": `yb-${column.id}`,
    },
    title,
    list,
    foot,
  );
}

/** Writes a column's cards, its count and what is left out. */
export function fillColumn(
  model: Model,
  column: Column,
  element: HTMLElement,
  urlOf: (card: Card) => string,
  active: string | null,
): void {
  const all = model.visible(column);
  const drawn = model.drawn(column);
  const list = element.querySelector(".yb-list");
  // One card of each column takes the Tab key; arrows go on from there.
  const stop = drawn.some((card) => card.id === active) ? active : drawn[0]?.id;
  list?.replaceChildren(
    ...drawn.map((card) => cardElement(model, card, urlOf(card), card.id === stop)),
  );
  element.querySelector(".yb-note")?.remove();
  const count = element.querySelector(".yb-count");
  const over = Boolean(column.limit && column.count > column.limit);
  if (count) count.textContent = countText(model, column, all.length);
  count?.classList.toggle("over", over);
  const note = noteOf(column, all.length, drawn.length, model.filtered);
  if (over && count) count.setAttribute("title", t("board.wip", { n: column.limit ?? 0 }));
  if (note) element.querySelector(".yb-foot")?.before(note);
}

function countText(model: Model, column: Column, shown: number): string {
  if (model.filtered) return `${shown} / ${column.count}`;
  return column.limit ? `${column.count} / ${column.limit}` : String(column.count);
}

function noteOf(column: Column, all: number, drawn: number, filtered: boolean): HTMLElement | null {
  const left = filtered ? all - drawn : column.count - drawn;
  const here = drawn < all;
  if (here || (column.more && !filtered && column.cards.at(-1)?.rank)) {
    return h("button", {
      type: "button",
      class: "yb-note yb-show btn quiet small",
      text: t("board.more", { n: left }),
    });
  }
  if (column.more)
    return h("p", {
      class: "yb-note",
      text: t("board.more_server", { n: column.count - column.cards.length }),
    });
  return all === 0 ? h("p", { class: "yb-note", text: t("board.empty") }) : null;
}

/** The address of a card's page, from a pattern with {ref}, {number} or {id}. */
export function pageOf(card: Card, pattern: string): string {
  return pattern
    .replace("{ref}", encodeURIComponent(card.ref))
    .replace("{number}", card.ref.slice(card.ref.lastIndexOf("-") + 1))
    .replace("{id}", encodeURIComponent(card.id));
}

/** Says that the board could not be loaded, with a way to try again. */
export function failed(error: unknown, retry: () => void): HTMLElement {
  const why = error instanceof ApiError ? error.message : t("error.server");
  const again = h("button", {
    class: "btn",
    type: "button",
    onclick: retry,
    text: t("action.retry"),
  });
  return h("p", { class: "yb-note" }, `${t("board.failed")}${why} `, again);
}

/** Names the lists for those who do not see them. */
export function describe(lists: HTMLElement, project: string): void {
  lists.setAttribute("aria-label", t("board.label", { project }));
  lists.setAttribute("role", "group");
  lists.setAttribute("aria-description", t("board.help"));
}

/** Makes a card the one of its list that Tab reaches, and focuses it. */
export function takeFocus(card: HTMLElement): void {
  const before = card.closest(".yb-list")?.querySelector('.yb-card[tabindex="0"]');
  before?.setAttribute("tabindex", "-1");
  card.setAttribute("tabindex", "0");
  card.focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest", inline: "nearest" });
}
