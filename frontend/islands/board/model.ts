/** Columns and cards; what shows under the filters. No DOM. */
import { type Day, dayOf } from "../../lib/dates";
import { Marks } from "../../lib/marks";
import type { Card, Column, Payload } from "./types";

export const PAGE = 100;

export interface Filters {
  mine: boolean;
  critical: boolean;
  due: boolean;
  late: boolean;
  text: string;
}

export const NO_FILTERS: Filters = {
  mine: false,
  critical: false,
  due: false,
  late: false,
  text: "",
};

/** Names in the address; the other views of the tasks share them. */
export const ADDRESS = ["q", "mine", "critical", "late", "due"] as const;
export type Address = Record<(typeof ADDRESS)[number], string>;

export function filtersFrom(address: Address): Filters {
  const on = (name: "mine" | "critical" | "late" | "due") => address[name] === "1";
  return {
    mine: on("mine"),
    critical: on("critical"),
    due: on("due"),
    late: on("late"),
    text: address.q,
  };
}

export function addressOf(filters: Filters): Address {
  const flag = (on: boolean) => (on ? "1" : "");
  const { mine, critical, late, due, text } = filters;
  return {
    q: text.trim(),
    mine: flag(mine),
    critical: flag(critical),
    late: flag(late),
    due: flag(due),
  };
}

export class Model {
  columns: Column[] = [];
  filters: Filters = { ...NO_FILTERS };
  me = "";
  today: Day = Math.floor(Date.now() / 86_400_000);
  seq = 0;
  canEdit = false;
  name = "";
  /** Cards shown of each column. */
  readonly shown = new Map<string, number>();
  /** Who else changed what, while it is news. */
  readonly marks = new Marks();
  private loaded = false;

  /** Takes over what the server has; returns what to say of others' changes. */
  load(payload: Payload): string {
    const before = new Map(this.places());
    this.columns = payload.columns;
    this.seq = payload.project.seq;
    this.canEdit = payload.project.can_edit;
    this.name = payload.project.name ?? payload.project.key;
    this.me = payload.project.me ?? payload.me?.id ?? this.me;
    if (payload.today) this.today = dayOf(payload.today) ?? this.today;
    const came = [...this.places()].filter(([id, place]) => before.get(id) !== place);
    const changed = came.flatMap(([id]) => this.find(id)?.card ?? []);
    const news = this.loaded ? this.marks.settle(changed) : "";
    this.loaded = true;
    return news;
  }

  /** What a reader sees of each card, in short: another column, other words, other figures. */
  private *places(): Generator<[id: string, place: string]> {
    for (const column of this.columns)
      for (const { id, rank: _rank, ...card } of column.cards)
        yield [id, `${column.id} ${JSON.stringify(card)}`];
  }

  get filtered(): boolean {
    const { mine, critical, due, late, text } = this.filters;
    return mine || critical || due || late || text !== "";
  }

  matches(card: Card, done: boolean): boolean {
    const { mine, critical, due, late, text } = this.filters;
    if (mine && !card.assignees.some((each) => each.id === this.me)) return false;
    if (critical && !card.critical) return false;
    if (late && card.late_days <= 0) return false;
    if (due && (done || !this.dueSoon(card))) return false;
    const words = text.trim().toLowerCase();
    return words === "" || `${card.ref} ${card.name}`.toLowerCase().includes(words);
  }

  /** Finishes within a week, or should have already. */
  private dueSoon(card: Card): boolean {
    const finish = dayOf(card.finish);
    return finish !== null && finish <= this.today + 7;
  }

  /** Cards of a column under the filters. */
  visible(column: Column): Card[] {
    const done = column.category === "done";
    return this.filtered ? column.cards.filter((card) => this.matches(card, done)) : column.cards;
  }

  /** Those of them that are drawn. */
  drawn(column: Column): Card[] {
    return this.visible(column).slice(0, this.shown.get(column.id) ?? PAGE);
  }

  column(id: string): Column | undefined {
    return this.columns.find((column) => column.id === id);
  }

  find(id: string): { card: Card; column: Column; at: number } | null {
    for (const column of this.columns) {
      const at = column.cards.findIndex((card) => card.id === id);
      const card = column.cards[at];
      if (card) return { card, column, at };
    }
    return null;
  }

  /** Puts a card into a column before another, or at its end; false when nothing changes. */
  move(id: string, to: string, before: string | null): boolean {
    const found = this.find(id);
    const target = this.column(to);
    if (!found || !target || before === id) return false;
    const next = found.column.cards[found.at + 1]?.id ?? null;
    if (found.column === target && next === before) return false;
    found.column.cards.splice(found.at, 1);
    found.column.count -= 1;
    const at = before ? target.cards.findIndex((card) => card.id === before) : -1;
    target.cards.splice(at < 0 ? target.cards.length : at, 0, found.card);
    target.count += 1;
    return true;
  }

  /** Adds the next cards of a column, those it already has left out. */
  append(next: Column): void {
    const column = this.column(next.id);
    if (!column) return;
    const known = new Set(column.cards.map((card) => card.id));
    column.cards.push(...next.cards.filter((card) => !known.has(card.id)));
    column.count = next.count;
    column.more = next.cards.length > 0 && column.cards.length < next.count;
  }

  remove(id: string): void {
    const found = this.find(id);
    if (!found) return;
    found.column.cards.splice(found.at, 1);
    found.column.count -= 1;
  }

  /** The drawn card one step away, in the same column or beside it at the same height. */
  neighbour(id: string | null, [dx, dy]: [number, number]): string | null {
    const stacks = this.columns.map((column) => this.drawn(column));
    const x = stacks.findIndex((cards) => cards.some((card) => card.id === id));
    if (x < 0) return stacks.find((cards) => cards.length > 0)?.[0]?.id ?? null;
    const y = stacks[x]?.findIndex((card) => card.id === id) ?? 0;
    if (dy) return stacks[x]?.[y + dy]?.id ?? null;
    for (let next = x + dx; next >= 0 && next < stacks.length; next += dx) {
      const cards = stacks[next] ?? [];
      if (cards.length > 0) return cards[Math.min(y, cards.length - 1)]?.id ?? null;
    }
    return null;
  }

  get total(): number {
    return this.columns.reduce((sum, column) => sum + column.count, 0);
  }

  get shownTotal(): number {
    return this.columns.reduce((sum, column) => sum + this.visible(column).length, 0);
  }
}
