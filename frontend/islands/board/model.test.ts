import { beforeEach, describe, expect, it } from "vitest";
import { dayOf } from "../../lib/dates";
import { Model, PAGE } from "./model";
import type { Card } from "./types";

const card = (id: string, fields: Partial<Card> = {}): Card => ({
  id,
  ref: `X-${id}`,
  name: `任务 ${id}`,
  critical: false,
  late_days: 0,
  start: null,
  finish: null,
  percent: 0,
  assignees: [],
  checklist: [0, 0],
  comments: 0,
  version: 1,
  ...fields,
});

let model: Model;
const ids = (column: string) =>
  model
    .column(column)
    ?.cards.map((each) => each.id)
    .join("");

beforeEach(() => {
  model = new Model();
  model.load({
    project: { key: "X", seq: 1, can_edit: true },
    me: { id: "me", name: "林晓" },
    today: "2026-12-10",
    columns: [
      {
        id: "todo",
        name: "待办",
        category: "todo",
        count: 3,
        more: false,
        cards: [card("a"), card("b"), card("c")],
      },
      { id: "doing", name: "进行中", category: "doing", count: 0, more: false, cards: [] },
      {
        id: "done",
        name: "已完成",
        category: "done",
        count: 1,
        more: false,
        cards: [card("z", { finish: "2026-12-01" })],
      },
    ],
  });
});

describe("moving", () => {
  it("puts a card before another and counts anew", () => {
    expect(model.move("c", "done", "z")).toBe(true);
    expect([ids("todo"), ids("done")]).toEqual(["ab", "cz"]);
    expect([model.column("todo")?.count, model.column("done")?.count]).toEqual([2, 2]);
  });

  it("reorders within a column, also to its end", () => {
    model.move("a", "todo", null);
    expect(ids("todo")).toBe("bca");
    model.move("a", "todo", "b");
    expect(ids("todo")).toBe("abc");
  });

  it("is nothing when the card stays where it is", () => {
    expect(model.move("a", "todo", "b")).toBe(false);
    expect(model.move("c", "todo", null)).toBe(false);
    expect(model.move("a", "todo", "a")).toBe(false);
    expect(model.move("a", "nowhere", null)).toBe(false);
    expect(ids("todo")).toBe("abc");
  });
});

describe("the next cards of a column", () => {
  it("come behind those that are here, none twice", () => {
    const next = {
      id: "todo",
      name: "待办",
      category: "todo",
      count: 5,
      more: true,
      cards: [card("c"), card("d")],
    };
    model.append(next);
    expect([ids("todo"), model.column("todo")?.more]).toEqual(["abcd", true]);
    model.append({ ...next, cards: [card("e")] });
    expect([ids("todo"), model.column("todo")?.more]).toEqual(["abcde", false]);
  });
});

describe("walking", () => {
  it("goes up and down and skips empty columns", () => {
    expect(model.neighbour("a", [0, 1])).toBe("b");
    expect(model.neighbour("a", [0, -1])).toBeNull();
    expect(model.neighbour("c", [1, 0])).toBe("z");
    expect(model.neighbour("z", [1, 0])).toBeNull();
    expect(model.neighbour(null, [0, 1])).toBe("a");
  });
});

describe("filters", () => {
  it("add up", () => {
    const found = model.find("b")?.card;
    Object.assign(found ?? {}, {
      critical: true,
      assignees: [{ id: "me", name: "林晓", initial: "林" }],
    });
    Object.assign(model.find("a")?.card ?? {}, { critical: true });
    model.filters.critical = true;
    expect(model.shownTotal).toBe(2);
    model.filters.mine = true;
    expect(model.shownTotal).toBe(1);
    expect(model.total).toBe(4);
  });

  it("hold what is due within a week or overdue, but nothing done", () => {
    Object.assign(model.find("a")?.card ?? {}, { finish: "2026-12-17" });
    Object.assign(model.find("b")?.card ?? {}, { finish: "2026-12-18" });
    Object.assign(model.find("c")?.card ?? {}, { finish: "2026-11-01" });
    model.filters.due = true;
    expect(model.columns.flatMap((column) => model.visible(column)).map((each) => each.id)).toEqual(
      ["a", "c"],
    );
    expect(model.today).toBe(dayOf("2026-12-10"));
  });

  it("find words in name and number", () => {
    model.filters.text = "x-b";
    expect(model.shownTotal).toBe(1);
    model.filters.text = "任务";
    expect(model.shownTotal).toBe(4);
  });
});

describe("a thousand cards", () => {
  it("are drawn a page at a time", () => {
    const todo = model.column("todo");
    if (todo) todo.cards = Array.from({ length: 1000 }, (_, at) => card(`n${at}`));
    expect(todo && model.drawn(todo)).toHaveLength(PAGE);
    model.shown.set("todo", 2 * PAGE);
    expect(todo && model.drawn(todo)).toHaveLength(2 * PAGE);
  });
});
