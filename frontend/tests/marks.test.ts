import { beforeEach, describe, expect, it, vi } from "vitest";
import { MARK_MS, Marks } from "../lib/marks";

const a = { id: "a", name: "问卷" };
const b = { id: "b", name: "访谈" };

describe("marks of who changed what", () => {
  beforeEach(() => {
    document.documentElement.lang = "zh-CN";
    vi.useFakeTimers();
  });

  it("name the person, and fade", () => {
    const marks = new Marks();
    marks.note({ by: "周立", ids: ["a"], own: false });
    expect(marks.settle([a], 0)).toBe("周立修改了「问卷」");
    const made = marks.element("a", 0);
    expect(made?.textContent).toBe("周周立");
    document.body.append(made as HTMLElement);
    vi.advanceTimersByTime(MARK_MS);
    expect(made?.isConnected).toBe(false);
    expect(marks.element("a", MARK_MS)).toBeNull();
  });

  it("are not made for one's own changes", () => {
    const marks = new Marks();
    marks.note({ by: "林晓", ids: ["a"], own: true });
    expect(marks.settle([a])).toBe("");
    expect(marks.element("a")).toBeNull();
  });

  it("stand on what followed as well, where one person alone can be it", () => {
    const marks = new Marks();
    marks.note({ by: "周立", ids: ["a"], own: false });
    expect(marks.settle([a, b], 0)).toBe("周立修改了「问卷」等 2 项");
    expect(marks.element("b", 0)).not.toBeNull();
    marks.note({ by: "周立", ids: ["a"], own: false });
    marks.note({ by: "吴敏", ids: ["c"], own: false });
    marks.settle([a, b], MARK_MS * 2);
    expect(marks.element("b", MARK_MS * 2)).toBeNull();
  });
});
