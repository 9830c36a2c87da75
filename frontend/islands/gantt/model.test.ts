import { beforeEach, describe, expect, it } from "vitest";
import { Model } from "./model";
import { movedNote } from "./notes";
import { decodeTasks, makeTask, type Task } from "./types";

const outline: [id: string, depth: number, parent: string | null][] = [
  ["a", 0, null],
  ["a1", 1, "a"],
  ["a2", 1, "a"],
  ["a2x", 2, "a2"],
  ["a3", 1, "a"],
  ["b", 0, null],
];

let model: Model;
const shape = () => model.order.map((task) => `${"-".repeat(task.depth)}${task.id}`).join(" ");

beforeEach(() => {
  model = new Model();
  model.load(
    outline.map(([id, depth, parent]) => makeTask({ id, name: id, depth, parent })),
    [],
  );
});

describe("decoding", () => {
  it("follows the names of the columns, not their order, and bears missing ones", () => {
    const [task] = decodeTasks(["name", "id", "assignees", "percent"], [["甲", "1", null, null]]);
    expect(task).toMatchObject({ id: "1", name: "甲", assignees: [], percent: 0, start: null });
  });

  it("gives every task its own list of people", () => {
    const [one, two] = decodeTasks(["id"], [["1"], ["2"]]) as [Task, Task];
    one.assignees.push("x");
    expect(two.assignees).toEqual([]);
  });
});

describe("folding", () => {
  it("hides what is below, also what was folded inside", () => {
    model.fold("a2", true);
    model.fold("a", true);
    expect(model.rows.map((task) => task.id)).toEqual(["a", "b"]);
    model.fold("a", false);
    expect(model.rows.map((task) => task.id)).toEqual(["a", "a1", "a2", "a3", "b"]);
    expect(model.rowOf("a2x")).toBe(-1);
  });

  it("folds every branch at once", () => {
    model.foldAll(true);
    expect(model.rows.map((task) => task.id)).toEqual(["a", "b"]);
    model.foldAll(false);
    expect(model.rows).toHaveLength(6);
  });
});

describe("the tree", () => {
  it("indents under the row above, with all that hangs on it", () => {
    expect(model.indent("a2", 1)).toBe(true);
    expect(shape()).toBe("a -a1 --a2 ---a2x -a3 b");
    expect(model.get("a2")?.parent).toBe("a1");
  });

  it("outdents behind the branch it leaves", () => {
    model.indent("a2", -1);
    expect(shape()).toBe("a -a1 -a3 a2 -a2x b");
  });

  it("indents and outdents back to where it was", () => {
    const before = shape();
    model.indent("a3", 1);
    model.indent("a3", -1);
    expect(shape()).toBe(before);
  });

  it("refuses where there is nothing to indent under or to leave", () => {
    expect(model.indent("a1", 1)).toBe(false);
    expect(model.indent("b", -1)).toBe(false);
    expect(shape()).toBe("a -a1 -a2 --a2x -a3 b");
  });

  it("moves whole branches past each other", () => {
    expect(model.reorder("a2", 1)?.id).toBe("a3");
    expect(shape()).toBe("a -a1 -a3 -a2 --a2x b");
    model.reorder("b", -1);
    expect(shape()).toBe("b a -a1 -a3 -a2 --a2x");
    expect(model.reorder("b", -1)).toBeNull();
  });

  it("removes a branch with its links", () => {
    model.links = [
      { id: "1", pred: "a2x", succ: "b", type: "FS", lag: 0, unit: "wd" },
      { id: "2", pred: "a1", succ: "b", type: "FS", lag: 0, unit: "wd" },
    ];
    expect(model.remove("a2").map((task) => task.id)).toEqual(["a2", "a2x"]);
    expect(model.links.map((link) => link.id)).toEqual(["2"]);
  });

  it("puts a new row behind the whole branch it follows", () => {
    model.insertAfter(makeTask({ id: "n", depth: 1, parent: "a" }), "a2");
    expect(shape()).toBe("a -a1 -a2 --a2x -n -a3 b");
  });
});

describe("what others moved", () => {
  it("changes only what the server named", () => {
    const changed = model.applyMoved([
      {
        id: "a1",
        start: "2027-03-01",
        finish: "2027-03-02",
        total_float: 3,
        critical: false,
        delta: 2,
      },
      { id: "gone", start: null, finish: null, total_float: 0, critical: false },
    ]);
    expect(changed.map((task) => task.id)).toEqual(["a1"]);
    expect(model.get("a1")).toMatchObject({ start: "2027-03-01", total_float: 3, version: 0 });
    expect(model.get("a1")).not.toHaveProperty("delta");
  });

  it("is told in one sentence with the milestone", () => {
    model.patch({ id: "b", kind: "milestone", name: "上市发布会" });
    const at = { start: null, finish: null, total_float: 0, critical: true };
    const moved = ["a1", "a2x", "b"].map((id) => ({ id, ...at, delta: 2 }));
    expect(movedNote(moved, model, "a1")).toBe("2 项任务顺延，里程碑「上市发布会」+2 天");
    expect(movedNote([{ id: "a1", ...at, delta: 2 }], model, "a1")).toBe("");
    expect(movedNote([{ id: "a", ...at, delta: 2 }], model, null)).toBe("");
    const mixed = [
      { id: "a3", ...at, delta: -1 },
      { id: "b", ...at, delta: -3 },
    ];
    expect(movedNote(mixed, model, null)).toBe("2 项任务提前，里程碑「上市发布会」−3 天");
  });
});
