import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { MockServer } from "../../harness/mock";
import { Commands, type Host } from "./commands";
import { State } from "./state";
import type { Payload } from "./types";

class TestHost implements Host {
  said: string[] = [];
  reloads = 0;

  constructor(
    readonly state: State,
    private readonly server: MockServer,
  ) {}

  refresh(): void {}

  announce(text: string): void {
    this.said.push(text);
  }

  async reload(): Promise<void> {
    this.reloads += 1;
    this.state.load(this.server.gantt() as Payload, 700);
  }

  reloadSoon(): void {}

  select(id: string | null): void {
    this.state.activeId = id;
  }
}

let server: MockServer;
let host: TestHost;
let commands: Commands;

/** Waits until every write that was begun has been answered. */
async function settled(): Promise<void> {
  commands.flush();
  for (let turn = 0; turn < 30; turn += 1) await vi.advanceTimersByTimeAsync(10);
}

const named = (name: string) => {
  const task = host.state.model.order.find((each) => each.name === name);
  if (!task) throw new Error(`no task ${name}`);
  return task;
};
/** jsdom has dialogs but does not close them by their forms. */
function answer(value: string): void {
  const dialog = document.querySelector("dialog");
  if (!dialog) throw new Error("nothing was asked");
  dialog.returnValue = value;
  dialog.dispatchEvent(new Event("close"));
}

const toasts = () =>
  [...document.querySelectorAll(".toast > span")].map((each) => each.textContent);

beforeEach(() => {
  vi.useFakeTimers();
  HTMLDialogElement.prototype.showModal = function showModal() {
    this.open = true;
  };
  document.body.innerHTML = "";
  document.documentElement.lang = "zh-CN";
  server = new MockServer(30);
  server.install(1);
  const state = new State("gantt", "/mock");
  state.load(server.gantt() as Payload, 700);
  host = new TestHost(state, server);
  commands = new Commands(host);
});

afterEach(() => {
  vi.useRealTimers();
});

describe("a change of a task", () => {
  it("shows at once and is confirmed with what else moved", async () => {
    const task = named("竞品价格对比");
    const follower = named("价格与返利政策");
    const before = follower.start;
    commands.patch(task.id, { duration: 20 });
    expect(task.duration).toBe(20);
    expect(follower.start).toBe(before);
    await settled();
    expect(follower.start).not.toBe(before);
    expect(host.state.flash.has(follower.id)).toBe(true);
    expect(toasts().join()).toContain("项任务顺延，里程碑「销售策略评审通过」+");
  });

  it("is sent once for several steps of a key", async () => {
    const task = named("竞品价格对比");
    for (let step = 0; step < 3; step += 1) commands.stretch(task.id, 1);
    await settled();
    expect(server.writes.map((write) => write.body)).toEqual([{ duration: task.duration ?? 0 }]);
    expect(server.tasks.find((each) => each.id === task.id)?.duration).toBe(task.duration);
  });

  it("sends a typed finish as the duration that makes it so", async () => {
    const task = named("竞品价格对比");
    const { start, duration } = task;
    commands.patch(task.id, { finish: host.state.model.get(task.id)?.finish ?? "" });
    await settled();
    expect(server.writes.map((write) => write.body)).toEqual([{ duration }]);
    expect(task.start).toBe(start);
  });

  it("makes a milestone of a task by a duration of nothing, and a task again", async () => {
    const task = named("竞品价格对比");
    commands.patch(task.id, { duration: 0 });
    await settled();
    expect(server.writes.at(-1)?.body).toEqual({ duration: 0, kind: "milestone" });
    task.kind = "milestone";
    commands.patch(task.id, { duration: 3 });
    await settled();
    expect(server.writes.at(-1)?.body).toEqual({ duration: 3, kind: "task" });
  });

  it("goes back with the reason when it is refused", async () => {
    const task = named("竞品价格对比");
    const before = { ...task };
    server.refuseNext = { status: 422, message: "项目已冻结，不能改工期。" };
    commands.patch(task.id, { duration: 20 });
    await settled();
    expect(task).toMatchObject({ duration: before.duration, finish: before.finish });
    expect(toasts()).toContain("项目已冻结，不能改工期。");
  });

  it("asks which value to keep when somebody was faster, and keeps mine", async () => {
    const task = named("竞品价格对比");
    server.conflictNext = true;
    commands.patch(task.id, { duration: 20 });
    await settled();
    const dialog = document.querySelector("dialog");
    expect(
      [...(dialog?.querySelectorAll(".versus p") ?? [])].map((each) => each.textContent),
    ).toEqual(["20 天", "33 天"]);
    expect(dialog?.textContent).toContain("陈思刚刚改过这一项");
    answer("yours");
    await settled();
    expect(server.tasks.find((each) => each.id === task.id)?.duration).toBe(20);
    expect(host.state.model.get(task.id)?.duration).toBe(20);
  });

  it("takes the other's value when the user prefers it", async () => {
    const task = named("竞品价格对比");
    server.conflictNext = true;
    commands.patch(task.id, { duration: 20 });
    await settled();
    answer("theirs");
    await settled();
    expect(host.state.model.get(task.id)?.duration).toBe(33);
    expect(server.writes).toHaveLength(1);
  });

  it("does not stop the next after a refusal", async () => {
    const task = named("竞品价格对比");
    server.refuseNext = { status: 500, message: "" };
    commands.patch(task.id, { duration: 20 });
    commands.flush();
    commands.patch(task.id, { name: "新名字" });
    await settled();
    expect(server.tasks.find((each) => each.id === task.id)?.name).toBe("新名字");
    expect(toasts().some((text) => text?.includes("服务器出错"))).toBe(true);
  });

  it("is not sent where the user may only look", async () => {
    host.state.project.can_edit = false;
    commands.patch(named("竞品价格对比").id, { duration: 20 });
    await settled();
    expect(server.writes).toEqual([]);
  });
});

describe("rows written here", () => {
  it("keep their place and take the server's number", async () => {
    const above = named("竞品价格对比");
    const draft = host.state.draft(above);
    draft.name = "走访经销商";
    commands.create(draft);
    await settled();
    expect(server.writes[0]?.body).toMatchObject({
      name: "走访经销商",
      parent: above.parent,
      after: above.id,
    });
    expect(host.state.isDraft(draft.id)).toBe(false);
    expect(host.state.model.get(draft.id)).toBe(draft);
    expect(draft.ref).toMatch(/^XPSS-/);
  });

  it("may follow each other faster than the server answers", async () => {
    const first = host.state.draft(named("竞品价格对比"));
    first.name = "甲";
    commands.create(first);
    const second = host.state.draft(first);
    second.name = "乙";
    commands.create(second);
    await settled();
    const names = server.tasks.map((task) => task.name);
    expect(names.indexOf("乙")).toBe(names.indexOf("甲") + 1);
    expect(server.writes[1]?.body).toMatchObject({ after: first.id });
  });

  it("stay in sight when others' changes are fetched meanwhile", async () => {
    const draft = host.state.draft(named("竞品价格对比"));
    await host.reload();
    expect(host.state.model.get(draft.id)).toBe(draft);
  });

  it("vanish when the server refuses them", async () => {
    const draft = host.state.draft(named("竞品价格对比"));
    draft.name = "x";
    server.refuseNext = { status: 422, message: "名称太短。" };
    commands.create(draft);
    await settled();
    expect(host.state.model.get(draft.id)).toBeUndefined();
    expect(toasts()).toContain("名称太短。");
  });
});

describe("links and the tree", () => {
  it("draw a link at once and take it back when it is refused", async () => {
    const before = host.state.model.links.length;
    server.refuseNext = { status: 422, message: "这会形成循环：甲 → 乙 → 甲。" };
    commands.link(named("三期集训").id, named("竞品价格对比").id);
    expect(host.state.model.links).toHaveLength(before + 1);
    await settled();
    expect(host.state.model.links).toHaveLength(before);
    expect(toasts()).toContain("这会形成循环：甲 → 乙 → 甲。");
  });

  it("do not link a task to itself or twice", async () => {
    const task = named("竞品价格对比");
    const known = host.state.model.links[0];
    commands.link(task.id, task.id);
    commands.link(known?.pred ?? "", known?.succ ?? "");
    await settled();
    expect(server.writes).toEqual([]);
  });

  it("put a removed task back when the server keeps it", async () => {
    const task = named("竞品价格对比");
    server.refuseNext = { status: 403, message: "" };
    commands.remove(task.id);
    expect(host.state.model.get(task.id)).toBeUndefined();
    await settled();
    expect(host.state.model.get(task.id)?.name).toBe("竞品价格对比");
  });

  it("undo the changes made here, latest first", async () => {
    const task = named("竞品价格对比");
    commands.patch(task.id, { name: "一" });
    commands.flush();
    commands.patch(task.id, { name: "二" });
    await settled();
    commands.undo();
    commands.undo();
    commands.undo();
    await settled();
    const undone = server.writes.filter((write) => write.path.startsWith("/undo/"));
    expect(undone.map((write) => write.path)).toEqual(["/undo/a3", "/undo/a2"]);
  });
});
