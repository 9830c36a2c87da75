import { beforeEach, describe, expect, it } from "vitest";
import { State } from "./state";
import type { Payload } from "./types";

const COLUMNS = [
  "id",
  "parent",
  "depth",
  "wbs",
  "name",
  "kind",
  "start",
  "finish",
  "duration",
  "percent",
  "status",
  "baseline_finish",
  "version",
];

type Row = (string | number | null)[];

function payload(rows: Row[]): Payload {
  return {
    project: {
      key: "XPSS",
      name: "新品上市",
      start: "2026-11-02",
      finish: "2026-11-20",
      today: "2026-11-10",
      seq: 1,
      can_edit: true,
    },
    bands: [],
    columns: COLUMNS,
    tasks: rows,
    links: [],
    people: [],
    statuses: [
      { id: "todo", name: "待办", category: "todo" },
      { id: "gone", name: "取消", category: "cancelled" },
    ],
    baselines: [
      { id: "new", name: "调整版", taken_at: "2026-11-09T00:00:00Z" },
      { id: "old", name: "评审版", taken_at: "2026-10-09T00:00:00Z" },
    ],
  };
}

const PHASE: Row = [
  "P",
  null,
  0,
  "1",
  "调研",
  "summary",
  "2026-11-02",
  "2026-11-13",
  null,
  0,
  "todo",
  null,
  1,
];
const SURVEY: Row = [
  "a",
  "P",
  1,
  "1.1",
  "问卷",
  "task",
  "2026-11-02",
  "2026-11-06",
  5,
  100,
  "todo",
  "2026-11-06",
  1,
];
const VISITS: Row = [
  "b",
  "P",
  1,
  "1.2",
  "访谈",
  "task",
  "2026-11-09",
  "2026-11-13",
  5,
  0,
  "todo",
  "2026-11-12",
  1,
];

let state: State;

beforeEach(() => {
  document.documentElement.lang = "zh-CN";
  state = new State("list", "/api");
  state.load(payload([PHASE, SURVEY, VISITS]), 800);
});

describe("the data of the schedule", () => {
  it("tells the progress of a phase, before the server does", () => {
    expect(state.model.get("P")?.percent).toBe(50);
    state.model.patch({ id: "b", percent: 40 });
    state.rollUp();
    expect(state.model.get("P")?.percent).toBe(70);
  });

  it("is sorted by a column without its outline, and goes back to it", () => {
    state.sortBy("-finish");
    expect(state.model.rows.map((task) => task.id)).toEqual(["b", "a"]);
    state.sortBy("percent");
    expect(state.model.rows.map((task) => task.id)).toEqual(["b", "a"]);
    state.sortBy("nonsense");
    expect(state.model.rows.map((task) => task.id)).toEqual(["P", "a", "b"]);
  });

  it("keeps a row being written under the one it was opened on", () => {
    state.sortBy("-finish");
    const draft = state.draft(state.model.get("b"));
    expect(state.model.rows.map((task) => task.id)).toEqual(["b", draft.id, "a"]);
  });

  it("finds words in number, code and name", () => {
    state.filter({ text: "访" });
    expect(state.model.rows.map((task) => task.id)).toEqual(["P", "b"]);
    state.filter({ text: "1.1 问" });
    expect(state.model.rows.map((task) => task.id)).toEqual(["P", "a"]);
  });
});

describe("baselines", () => {
  it("are the newest's unless another is chosen, for phases too", () => {
    expect(state.variance(state.model.get("b") as never)).toBe(1);
    expect(state.variance(state.model.get("a") as never)).toBe(0);
    expect(state.variance(state.model.get("P") as never)).toBe(1);
  });

  it("are compared with by choice, and stay so when the schedule is fetched anew", () => {
    const rows = { b: ["2026-11-02", "2026-11-10"] as [string, string] };
    state.compare({ id: "old", name: "评审版", taken_at: "2026-10-09T00:00:00Z", rows });
    expect(state.variance(state.model.get("b") as never)).toBe(3);
    expect(state.variance(state.model.get("a") as never)).toBeNull();
    expect(state.projectVariance).toBe(3);
    state.load(payload([PHASE, SURVEY, VISITS]), 800);
    expect(state.variance(state.model.get("b") as never)).toBe(3);
    state.compare(null);
    expect(state.variance(state.model.get("b") as never)).toBe(1);
  });

  it("count days ahead as negative", () => {
    state.model.patch({ id: "b", finish: "2026-11-10" });
    expect(state.variance(state.model.get("b") as never)).toBe(-2);
  });
});

describe("another person's change", () => {
  const moved = [...VISITS];
  moved[7] = "2026-11-16";
  moved[12] = 2;

  it("is told with their name", () => {
    state.marks.note({ by: "周立", ids: ["b"], own: false });
    state.load(payload([PHASE, SURVEY, moved]), 800);
    expect(state.news).toBe("周立修改了「访谈」");
    expect(state.marks.element("b")).not.toBeNull();
    expect(state.marks.element("a")).toBeNull();
  });

  it("is not told when it was one's own, in another window", () => {
    state.marks.note({ by: "林晓", ids: ["b"], own: true });
    state.load(payload([PHASE, SURVEY, moved]), 800);
    expect(state.news).toBe("");
    expect(state.flash.has("b")).toBe(true);
  });
});
