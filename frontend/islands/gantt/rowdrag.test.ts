import { beforeEach, describe, expect, it } from "vitest";
import { Model } from "./model";
import { dropAt } from "./rowdrag";
import { makeTask, type Task } from "./types";

const rows: [id: string, parent: string | null, depth: number][] = [
  ["A", null, 0],
  ["a1", "A", 1],
  ["a2", "A", 1],
  ["B", null, 0],
  ["b1", "B", 1],
];

let model: Model;

beforeEach(() => {
  model = new Model();
  model.load(
    rows.map(([id, parent, depth]) => makeTask({ id, parent, depth, version: 1 })),
    [],
  );
});

const task = (id: string) => model.get(id) as Task;

describe("a row dropped between two others", () => {
  it("goes below the row above, at its depth", () => {
    const drop = dropAt(model, task("a1"), 3, 1);
    expect(drop).toMatchObject({ parent: "A", after: "a2", depth: 1 });
  });

  it("goes in when the pointer is further right, out when further left", () => {
    expect(dropAt(model, task("b1"), 3, 2)).toMatchObject({ parent: "a2", after: null, depth: 2 });
    expect(dropAt(model, task("b1"), 3, 0)).toMatchObject({ parent: null, after: "A", depth: 0 });
  });

  it("becomes the first child below an open summary", () => {
    expect(dropAt(model, task("b1"), 1, 1)).toMatchObject({ parent: "A", before: "a1" });
  });

  it("becomes the first of all at the top", () => {
    expect(dropAt(model, task("B"), 0, 0)).toMatchObject({ parent: null, before: "A" });
  });

  it("never goes into itself", () => {
    const drop = dropAt(model, task("A"), 2, 1);
    expect(drop?.parent).not.toBe("A");
    expect(drop && model.place("A", { ...drop, parent: "a1", after: null, before: null })).toBe(
      false,
    );
  });

  it("takes its branch along", () => {
    const drop = dropAt(model, task("B"), 2, 1);
    expect(drop && model.place("B", drop)).toBe(true);
    expect(model.order.map(({ id, depth }) => `${depth}${id}`)).toEqual([
      "0A",
      "1a1",
      "1B",
      "2b1",
      "1a2",
    ]);
  });

  it("says when nothing changes", () => {
    const drop = dropAt(model, task("a2"), 2, 1);
    expect(drop && model.place("a2", drop)).toBe(false);
  });
});
