import { describe, expect, it } from "vitest";
import { dayOf } from "../../lib/dates";
import { kept, NO_FILTERS, testOf } from "./filter";
import { Model } from "./model";
import { makeTask } from "./types";

const today = dayOf("2026-11-10") as number;
const tasks = [
  makeTask({ id: "P1", kind: "summary", version: 1 }),
  makeTask({ id: "A", parent: "P1", depth: 1, assignees: ["me"], critical: true, version: 1 }),
  makeTask({ id: "B", parent: "P1", depth: 1, finish: "2026-11-02", status: "s1", version: 1 }),
  makeTask({ id: "P2", kind: "summary", version: 1 }),
  makeTask({ id: "C", parent: "P2", depth: 1, finish: "2026-11-02", percent: 100, version: 1 }),
];

function shown(change: Partial<typeof NO_FILTERS>): string[] {
  const model = new Model();
  model.test = testOf({ ...NO_FILTERS, ...change }, "me", today);
  model.load(tasks, []);
  return model.rows.map((task) => task.id);
}

describe("filters of the list", () => {
  it("show everything when none is on", () => {
    expect(shown({})).toEqual(["P1", "A", "B", "P2", "C"]);
  });

  it("keep what is above a task that passes", () => {
    expect(shown({ mine: true })).toEqual(["P1", "A"]);
    expect(shown({ critical: true })).toEqual(["P1", "A"]);
    expect(shown({ status: "s1" })).toEqual(["P1", "B"]);
  });

  it("take only unfinished tasks for late", () => {
    expect(shown({ late: true })).toEqual(["P1", "B"]);
  });

  it("leave a row that is being written", () => {
    const draft = makeTask({ id: "new", parent: "P2", depth: 1 });
    const test = testOf({ ...NO_FILTERS, mine: true }, "me", today);
    const ids = kept([...tasks, draft], test ?? (() => false), (task) => task.kind === "summary");
    expect(ids.has("new") && ids.has("P2")).toBe(true);
  });
});
