import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import "./index";
import type { Board } from "./index";
import type { Payload } from "./types";

const card = (id: string, version = 3) => ({
  id,
  ref: `X-${id}`,
  name: `任务${id}`,
  critical: false,
  late_days: 0,
  start: null,
  finish: null,
  percent: 0,
  assignees: [],
  checklist: [0, 0] as [number, number],
  comments: 0,
  version,
});

const column = (id: string, name: string, ...cards: ReturnType<typeof card>[]) => ({
  id,
  name,
  category: id,
  count: cards.length,
  more: false,
  cards,
});

function board(): Payload {
  return {
    project: { key: "X", seq: 1, can_edit: true, me: "me" },
    columns: [
      column("todo", "待办", card("a"), card("b"), card("c")),
      column("doing", "进行中"),
      column("done", "已完成"),
    ],
  };
}

const CONFLICT = {
  code: "conflict",
  field: "status_id",
  yours: "done",
  theirs: "doing",
  by: "周立",
  version: 4,
  message: "周立刚刚改过这一项",
};

let asked: { method: string; url: string; body: Record<string, unknown> }[] = [];
let refuse = 1;
let element: Board;

const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

beforeEach(async () => {
  asked = [];
  refuse = 1;
  document.documentElement.lang = "zh-CN";
  window.history.replaceState(null, "", "/p/X/schedule/board");
  // what jsdom has not
  vi.stubGlobal("matchMedia", () => ({ matches: true }));
  Element.prototype.scrollIntoView ??= () => undefined;
  HTMLDialogElement.prototype.showModal ??= function show(this: HTMLDialogElement) {
    this.open = true;
  };
  globalThis.CSS ??= { escape: (text: string) => text } as never;
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    if (init.method === "GET") return new Response(JSON.stringify(board()));
    asked.push({ method: init.method ?? "", url, body: JSON.parse(String(init.body ?? "{}")) });
    refuse -= 1;
    if (refuse >= 0) return new Response(JSON.stringify(CONFLICT), { status: 409 });
    return new Response(JSON.stringify({ item: { id: "a", version: 5 }, seq: 2, undo: "u" }));
  });
  document.body.innerHTML = '<yc-board src="/board" api="/api"></yc-board>';
  element = document.querySelector("yc-board") as Board;
  await settled();
});

afterEach(() => {
  document.body.innerHTML = "";
  vi.unstubAllGlobals();
});

function close(choice: string): void {
  const dialog = document.querySelector("dialog") as HTMLDialogElement;
  dialog.returnValue = choice;
  dialog.dispatchEvent(new Event("close"));
}

describe("two people on one card", () => {
  it("see both values", async () => {
    element.commands.move("a", "done", null);
    await settled();
    const text = document.querySelector("dialog")?.textContent ?? "";
    expect(text).toContain("周立");
    expect(text).toContain("已完成");
    expect(text).toContain("进行中");
  });

  it("keep one's own by sending it over the other's version", async () => {
    element.commands.move("a", "done", null);
    await settled();
    close("yours");
    await settled();
    expect(asked.map(({ body }) => body.version)).toEqual([3, 4]);
  });

  it("keep the other's by sending nothing", async () => {
    element.commands.move("a", "done", null);
    await settled();
    close("theirs");
    await settled();
    expect(asked).toHaveLength(1);
  });
});

describe("cards by keyboard", () => {
  const press = (key: string, init: KeyboardEventInit = {}) =>
    document.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, ...init }));

  it("move up and down in their list, and to the next one", async () => {
    refuse = 0;
    element.active = "b";
    press("ArrowDown", { altKey: true });
    await settled();
    expect(asked.at(-1)?.body).toEqual({ status: "todo", before: null, version: 3 });
    element.active = "b";
    press("ArrowUp", { altKey: true });
    await settled();
    expect(asked.at(-1)?.body).toMatchObject({ status: "todo", before: "c" });
    element.active = "a";
    press("ArrowRight", { altKey: true });
    await settled();
    expect(asked.at(-1)?.body).toMatchObject({ status: "doing" });
  });

  it("are renamed in place", async () => {
    refuse = 0;
    element.focusCard("a");
    press("e");
    const input = element.querySelector<HTMLInputElement>(".yb-rename");
    expect(input?.value).toBe("任务a");
    if (input) input.value = "新名字";
    input?.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
    await settled();
    expect(asked.at(-1)).toMatchObject({ method: "PATCH", body: { name: "新名字" } });
  });
});

describe("filters of the board", () => {
  it("live in the address and come back from it", async () => {
    element.filter({ critical: true });
    expect(window.location.search).toBe("?critical=1");
    window.history.replaceState(null, "", "?q=%E4%BB%BB%E5%8A%A1b");
    window.dispatchEvent(new PopStateEvent("popstate"));
    expect(element.model.filters).toMatchObject({ critical: false, text: "任务b" });
    expect(element.querySelector<HTMLInputElement>(".yb-find")?.value).toBe("任务b");
  });
});
