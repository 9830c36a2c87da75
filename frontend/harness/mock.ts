/** A server in the page: the islands' contracts over made-up tasks, so that they can be built alone. */

import { WorkDays } from "../islands/gantt/layout";
import { type Link, type Moved, makeTask, type Task } from "../islands/gantt/types";
import { dayOf, isoOf } from "../lib/dates";

const COLUMNS = [
  "id",
  "ref",
  "parent",
  "depth",
  "wbs",
  "name",
  "kind",
  "start",
  "finish",
  "duration",
  "natural",
  "total_float",
  "critical",
  "percent",
  "status",
  "assignees",
  "baseline_start",
  "baseline_finish",
  "deadline",
  "constraint",
  "constraint_date",
  "priority",
  "role",
  "version",
  "deliverable",
] as const;

const PEOPLE = ["林晓", "陈思", "吴敏", "赵启明", "周立", "周岚"].map((name, at) => ({
  id: `p${at}`,
  name,
}));
const STATUSES = [
  { id: "s0", name: "待办", category: "todo" },
  { id: "s1", name: "进行中", category: "doing" },
  { id: "s2", name: "待验收", category: "review" },
  { id: "s3", name: "已完成", category: "done" },
];

const PHASES: [string, string[], string][] = [
  ["市场调研", ["设计调研问卷", "进行市场调研", "分析调研结果"], "市场调研报告定稿"],
  ["销售策略制定", ["竞品价格对比", "价格与返利政策"], "销售策略评审通过"],
  ["渠道拓展", ["经销商筛选名单", "首批 30 家经销商签约", "渠道价格体系测算"], "渠道签约达标"],
  ["销售团队培训", ["编写新品话术手册", "三期集训"], "培训验收"],
  ["上市活动", ["发布会场地签约", "发布会筹备", "媒体邀约"], "上市发布会"],
];

/** Saturdays, Sundays and the Spring Festival of 2027. */
function nonworking(from: string, to: string): string[] {
  const weekend = new WorkDays([]);
  const days: string[] = [];
  for (let day = dayOf(from) ?? 0; day <= (dayOf(to) ?? 0); day += 1) {
    const iso = isoOf(day);
    const holiday =
      (iso >= "2026-10-01" && iso <= "2026-10-07") || (iso >= "2027-02-05" && iso <= "2027-02-11");
    if (holiday || weekend.isOff(day)) days.push(iso);
  }
  return days;
}

export class MockServer {
  tasks: Task[] = [];
  links: Link[] = [];
  seq = 1;
  canEdit = true;
  /** Answers the next PATCH with a conflict. */
  conflictNext = false;
  /** Answers the next write with this refusal. */
  refuseNext: { status: number; message: string } | null = null;
  readonly writes: { method: string; path: string; body: unknown }[] = [];
  private nextId = 1;
  private readonly off: string[];
  private readonly work: WorkDays;

  constructor(count: number) {
    const years = Math.max(1, Math.ceil(count / 700));
    this.off = nonworking("2026-09-01", `${2027 + years * 2}-12-31`);
    this.work = new WorkDays(this.off);
    this.fill(count);
    this.schedule();
    for (const task of this.tasks) {
      task.baseline_start = task.start;
      task.baseline_finish = task.finish;
    }
    this.makeLate();
  }

  private fill(count: number): void {
    let at = 0;
    let previous: string | null = null;
    while (this.tasks.length < count) {
      const [name, steps, goal] =
        PHASES[at % PHASES.length] ?? (PHASES[0] as [string, string[], string]);
      const round = Math.floor(at / PHASES.length);
      const suffix = round ? ` ${round + 1}` : "";
      const phase = this.add({ name: name + suffix, kind: "phase", depth: 0 });
      for (const [step, text] of steps.entries()) {
        const task = this.add({
          name: text + suffix,
          parent: phase.id,
          depth: 1,
          duration: 4 + ((at * 3 + step * 5) % 9),
          assignees: [`p${(at + step) % 6}`],
          status: at < 2 ? "s3" : at === 2 ? "s1" : "s0",
          percent: at < 2 ? 100 : at === 2 ? ([100, 60, 40][step] ?? 0) : 0,
          priority: step === 1 ? "high" : "",
          deliverable: step === 0 ? "定稿文件" : "",
        });
        if (previous && step < 2) this.tie(previous, task.id);
        if (step < 2) previous = task.id;
        else if (previous) this.tie(this.tasks[this.tasks.length - 3]?.id ?? previous, task.id);
      }
      const milestone = this.add({
        name: goal + suffix,
        parent: phase.id,
        depth: 1,
        kind: "milestone",
        duration: 0,
        deadline: at === 2 ? "2026-12-18" : null,
      });
      if (previous) this.tie(previous, milestone.id);
      at += 1;
    }
    this.number();
  }

  private add(fields: Partial<Task>): Task {
    const id = `t${this.nextId}`;
    const task = makeTask({ id, ref: `XPSS-${this.nextId}`, version: 1, status: "s0", ...fields });
    this.nextId += 1;
    this.tasks.push(task);
    return task;
  }

  private tie(pred: string, succ: string, type: Link["type"] = "FS", lag = 0): Link {
    const link: Link = { id: `l${this.nextId}`, pred, succ, type, lag, unit: "wd" };
    this.nextId += 1;
    this.links.push(link);
    return link;
  }

  private number(): void {
    const counts: number[] = [];
    for (const task of this.tasks) {
      counts.length = task.depth + 1;
      counts[task.depth] = (counts[task.depth] ?? 0) + 1;
      task.wbs = counts.join(".");
    }
  }

  private makeLate(): void {
    const late = this.tasks.find((task) => task.name === "首批 30 家经销商签约");
    if (!late) return;
    late.duration = (late.duration ?? 5) + 9;
    this.schedule();
  }

  /** A forward pass over finish-to-start links, enough to see things move. */
  private schedule(): Moved[] {
    const before = new Map(this.tasks.map((task) => [task.id, task.finish]));
    const preds = new Map<string, Link[]>();
    for (const link of this.links) preds.set(link.succ, [...(preds.get(link.succ) ?? []), link]);
    const byId = new Map(this.tasks.map((task) => [task.id, task]));
    for (const task of this.tasks)
      if (!this.isParent(task)) this.date(task, preds.get(task.id) ?? [], byId);
    for (const task of [...this.tasks].reverse()) if (this.isParent(task)) this.sum(task);
    return this.tasks.flatMap((task) => {
      const old = before.get(task.id);
      if (old === undefined || old === task.finish) return [];
      task.version += 1;
      const delta = (dayOf(task.finish) ?? 0) - (dayOf(old) ?? dayOf(task.finish) ?? 0);
      const { id, start, finish, total_float, critical, version } = task;
      return [{ id, start, finish, total_float, critical, version, delta }];
    });
  }

  private date(task: Task, links: Link[], byId: Map<string, Task>): void {
    let day = dayOf("2026-10-08") ?? 0;
    for (const link of links) {
      const end = dayOf(byId.get(link.pred)?.finish);
      if (end !== null) day = Math.max(day, end + 1 + link.lag);
    }
    if (task.constraint === "SNET") day = Math.max(day, dayOf(task.constraint_date) ?? 0);
    const start = task.kind === "milestone" ? day - 1 : this.work.next(day);
    task.start = isoOf(start);
    task.finish =
      task.kind === "milestone" ? task.start : isoOf(this.work.finish(start, task.duration ?? 1));
    const side = /测算|媒体/.test(task.name);
    task.critical = !side;
    task.total_float = side ? 6 : 0;
  }

  private children(task: Task): Task[] {
    return this.tasks.filter((each) => each.parent === task.id);
  }

  private isParent(task: Task): boolean {
    return task.kind === "phase";
  }

  private sum(task: Task): void {
    const at = this.tasks.indexOf(task);
    const parts: Task[] = [];
    for (let next = at + 1; (this.tasks[next]?.depth ?? 0) > task.depth; next += 1) {
      const part = this.tasks[next];
      if (part) parts.push(part);
    }
    const starts = parts.flatMap((part) => part.start ?? []).sort();
    const finishes = parts.flatMap((part) => part.finish ?? []).sort();
    task.start = starts[0] ?? null;
    task.finish = finishes.at(-1) ?? null;
    const from = dayOf(task.start);
    const to = dayOf(task.finish);
    task.duration = from !== null && to !== null ? this.work.between(from, to) : 0;
    task.critical = parts.some((part) => part.critical);
  }

  gantt(): object {
    return {
      project: {
        key: "XPSS",
        name: "华东新品上市",
        start: "2026-10-08",
        finish: "2027-03-31",
        today: "2026-12-10",
        seq: this.seq,
        can_edit: this.canEdit,
        status_date: null,
      },
      bands: [
        ["2026-10-01", "2026-10-07", "国庆"],
        ["2027-02-05", "2027-02-11", "春节"],
      ],
      nonworking: this.off,
      columns: COLUMNS,
      tasks: this.tasks.map((task) => COLUMNS.map((name) => task[name] ?? null)),
      links: this.links.map(({ id, pred, succ, type, lag, unit }) => [
        id,
        pred,
        succ,
        type,
        lag,
        unit,
      ]),
      people: PEOPLE,
      statuses: STATUSES,
    };
  }

  board(): object {
    const leaves = this.tasks.filter((task) => !this.isParent(task));
    const columns = STATUSES.map((status) => {
      const all = leaves.filter((task) => task.status === status.id);
      const cards = all.map((task, at) => ({
        id: task.id,
        ref: task.ref,
        name: task.name,
        critical: task.critical,
        late_days: task.name.startsWith("首批") ? 5 : 0,
        start: task.start,
        finish: task.finish,
        percent: task.percent,
        assignees: task.assignees.map((id) => ({
          id,
          name: PEOPLE.find((each) => each.id === id)?.name ?? "",
          initial: PEOPLE.find((each) => each.id === id)?.name.slice(0, 1) ?? "",
        })),
        checklist: at % 3 === 0 ? [at % 4, 6] : [0, 0],
        comments: at % 5 === 0 ? 6 : 0,
        version: task.version,
      }));
      return { ...status, count: all.length, more: false, cards };
    });
    return {
      project: { key: "XPSS", name: "华东新品上市", seq: this.seq, can_edit: this.canEdit },
      me: { id: "p0", name: "林晓" },
      today: "2026-12-10",
      columns,
    };
  }

  /** Answers one request of the islands. */
  answer(
    method: string,
    path: string,
    body: Record<string, unknown>,
  ): { status: number; body: unknown } {
    if (method === "GET")
      return { status: 200, body: path.includes("board") ? this.board() : this.gantt() };
    this.writes.push({ method, path, body });
    if (this.refuseNext) {
      const { status, message } = this.refuseNext;
      this.refuseNext = null;
      return { status, body: { code: "refused", message } };
    }
    const [, kind, id = "", action = ""] = path.split("/");
    const task = this.tasks.find((each) => each.id === id);
    if (this.conflictNext && method === "PATCH" && task) return this.conflict(task, body);
    this.seq += 1;
    if (kind === "links") return this.answerLink(method, id, body);
    if (kind === "items" && !id) return this.create(body);
    if (kind === "items" && id === "bulk")
      return this.bulk(body.rows as { name: string; depth: number }[]);
    if (task && method === "DELETE") this.trash(task);
    if (task && method === "PATCH") this.patch(task, body as Partial<Task>);
    if (task && action) this.reshape(task, action, body);
    return this.done(task);
  }

  private done(task: Task | undefined): { status: number; body: unknown } {
    this.number();
    const moved = this.schedule();
    if (task) task.version += 1;
    return { status: 200, body: { item: task, moved, seq: this.seq, undo: `a${this.seq}` } };
  }

  private conflict(task: Task, body: Record<string, unknown>): { status: number; body: unknown } {
    this.conflictNext = false;
    const field = Object.keys(body)[0] ?? "name";
    if (field === "name") task.name = "首批 25 家经销商签约";
    if (field === "duration") task.duration = 33;
    task.version += 1;
    return {
      status: 409,
      body: {
        code: "conflict",
        field,
        yours: body[field],
        theirs: field === "name" ? "首批 25 家经销商签约" : task[field as keyof Task],
        by: "陈思",
        version: task.version,
        message: "",
      },
    };
  }

  private answerLink(
    method: string,
    id: string,
    body: Record<string, unknown>,
  ): { status: number; body: unknown } {
    if (method === "DELETE") {
      this.links = this.links.filter((link) => link.id !== id);
      return this.done(undefined);
    }
    const link = this.tie(
      String(body.pred),
      String(body.succ),
      body.type as Link["type"],
      Number(body.lag),
    );
    const answer = this.done(undefined);
    return { ...answer, body: { ...(answer.body as object), link: link.id } };
  }

  private create(body: Record<string, unknown>): { status: number; body: unknown } {
    const after = this.tasks.findIndex((task) => task.id === body.after);
    const parent = this.tasks.find((task) => task.id === body.parent);
    const depth = parent ? parent.depth + 1 : 0;
    const task = this.add({
      name: String(body.name),
      parent: parent?.id ?? null,
      depth,
      duration: 1,
    });
    this.tasks.pop();
    let at = after >= 0 ? after + 1 : parent ? this.tasks.indexOf(parent) + 1 : this.tasks.length;
    while (at < this.tasks.length && (this.tasks[at]?.depth ?? 0) > depth) at += 1;
    this.tasks.splice(at, 0, task);
    return this.done(task);
  }

  private bulk(rows: { name: string; depth: number }[]): { status: number; body: unknown } {
    const stack: Task[] = [];
    for (const row of rows) {
      stack.length = row.depth;
      stack.push(this.add({ duration: 1, ...row, parent: stack.at(-1)?.id ?? null }));
    }
    return this.done(undefined);
  }

  private trash(task: Task): void {
    const gone = new Set([task.id, ...this.children(task).map((each) => each.id)]);
    this.tasks = this.tasks.filter((each) => !gone.has(each.id));
    this.links = this.links.filter((link) => !gone.has(link.pred) && !gone.has(link.succ));
  }

  private patch(task: Task, fields: Partial<Task>): void {
    if (fields.finish) throw new Error("the finish is computed");
    Object.assign(task, fields);
    if (fields.start) Object.assign(task, { constraint: "SNET", constraint_date: fields.start });
  }

  private reshape(task: Task, action: string, body: Record<string, unknown>): void {
    if (action === "status") task.status = String(body.status);
    const at = this.tasks.indexOf(task);
    if (action === "indent") {
      const above = this.tasks
        .slice(0, at)
        .reverse()
        .find((each) => each.parent === task.parent);
      if (above) Object.assign(task, { parent: above.id, depth: above.depth + 1 });
    }
    if (action === "outdent") {
      const parent = this.tasks.find((each) => each.id === task.parent);
      if (parent) Object.assign(task, { parent: parent.parent, depth: parent.depth });
    }
    if (action === "move") {
      this.tasks.splice(at, 1);
      const mark = this.tasks.findIndex((each) => each.id === (body.before ?? body.after));
      this.tasks.splice(body.before ? mark : mark + 1, 0, task);
    }
  }

  /** Takes the place of `fetch` for addresses under /mock/. */
  install(delay = 40): void {
    const real = window.fetch.bind(window);
    window.fetch = async (input, init) => {
      const url = String(input);
      if (!url.startsWith("/mock")) return await real(input, init);
      await new Promise((resolve) => setTimeout(resolve, delay));
      const body = init?.body ? (JSON.parse(String(init.body)) as Record<string, unknown>) : {};
      const answer = this.answer(
        init?.method ?? "GET",
        url.slice("/mock".length).split("?")[0] ?? "",
        body,
      );
      return new Response(JSON.stringify(answer.body), {
        status: answer.status,
        headers: { "Content-Type": "application/json" },
      });
    };
  }
}
