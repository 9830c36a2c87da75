/** Every change: shown at once, sent in order, confirmed or taken back with the reason. */
import { ApiError, request } from "../../lib/api";
import { askConflict } from "../../lib/conflict";
import { type Day, dayOf, isoOf } from "../../lib/dates";
import { t } from "../../lib/i18n";
import { showError, toast } from "../../lib/toast";
import type { PastedTask } from "../../lib/tsv";
import { fieldLabel, valueText } from "./columns";
import type { Place } from "./model";
import { movedNote } from "./notes";
import type { Terms } from "./predecessor";
import type { State } from "./state";
import type { Answer, LinkType, Task } from "./types";

export interface Host {
  state: State;
  refresh(): void;
  announce(text: string): void;
  /** Fetches the whole schedule again, after the shape of the tree changed. */
  reload(): Promise<void>;
  /** The same, once the user pauses. */
  reloadSoon(): void;
  select(id: string | null): void;
}

type Fields = Partial<Task>;
type Method = "POST" | "PATCH" | "DELETE";

const TOGETHER_MS = 350;

export class Commands {
  private queue: Promise<unknown> = Promise.resolve();
  private readonly undos: string[] = [];
  private underway = 0;
  private pending: { id: string; fields: Fields; before: Task; timer: number } | null = null;

  constructor(private readonly host: Host) {}

  private get state(): State {
    return this.host.state;
  }

  private url(path: string): string {
    return `${this.state.api}${path}`;
  }

  /** Writes go one after another, so that each carries the version the last one made. */
  private inOrder<T>(work: () => Promise<T>): Promise<T | undefined> {
    this.underway += 1;
    const next = this.queue
      .then(work)
      .catch((error: unknown) => {
        showError(error);
        return undefined;
      })
      .finally(() => {
        this.underway -= 1;
      });
    this.queue = next;
    return next;
  }

  /** True while a write is on its way: the server's echo of it is then no news. */
  get busy(): boolean {
    return this.pending !== null || this.underway > 0;
  }

  /** Changes fields of a task; repeated small steps are sent together. */
  patch(id: string, asked: Fields, together = false): void {
    const task = this.state.model.get(id);
    if (!task || !this.state.canEdit) return;
    const fields = asKind(task, this.asDuration(task, asked));
    if (this.pending && this.pending.id !== id) this.flush();
    const before = this.pending?.before ?? { ...task };
    const all = { ...this.pending?.fields, ...fields };
    window.clearTimeout(this.pending?.timer);
    Object.assign(task, fields, foreseen(this.state, task, fields));
    this.state.rollUp();
    this.host.refresh();
    const timer = window.setTimeout(() => this.flush(), together ? TOGETHER_MS : 0);
    this.pending = { id, fields: all, before, timer };
  }

  /** A finish is computed by the server, so one that is typed is sent as what makes it so. */
  private asDuration(task: Task, { finish, ...fields }: Fields): Fields {
    const start = dayOf(fields.start ?? task.start);
    const end = dayOf(finish);
    if (start === null || end === null) return fields;
    if (task.kind === "milestone") return { ...fields, start: isoOf(end) };
    return { ...fields, duration: lengthOf(this.state, task, start, Math.max(end, start)) };
  }

  flush(): void {
    const pending = this.pending;
    if (!pending) return;
    window.clearTimeout(pending.timer);
    this.pending = null;
    void this.inOrder(() => this.sendPatch(pending.id, pending.fields, pending.before));
  }

  private async sendPatch(id: string, fields: Fields, before: Task): Promise<void> {
    const version = this.state.model.get(id)?.version ?? before.version;
    try {
      const answer = await this.send("PATCH", `/items/${id}`, fields, version);
      this.accept(answer, id, answer.undo ? this.changeNote(id, fields) : "");
    } catch (error) {
      this.rollback(before, fields);
      if (error instanceof ApiError && error.conflict) await this.settle(id, fields, error);
      else throw error;
    }
  }

  /** “「访谈」工期：8 天”: what was changed, to offer its undo. */
  private changeNote(id: string, fields: Fields): string {
    const { model, context } = this.state;
    const name = model.get(id)?.name ?? "";
    if (fields.name !== undefined) return t("gantt.said.renamed", { name });
    const [key] = Object.keys(fields) as (keyof Task)[];
    if (!key) return "";
    const value = valueText(key, fields[key], context) || t("conflict.blank");
    return t("gantt.said.changed", { name, field: fieldLabel(key), value });
  }

  private rollback(before: Task, fields: Fields): void {
    const task = this.state.model.get(before.id);
    if (!task) return;
    const { version: _version, ...old } = before;
    Object.assign(task, old, this.pending?.id === before.id ? this.pending.fields : {});
    this.state.rollUp();
    this.host.refresh();
    this.host.announce(Object.keys(fields).map(fieldLabel).join(", "));
  }

  /** Lets the user choose; the other's value is fetched, so that both are in the grid's units. */
  private async settle(id: string, fields: Fields, error: ApiError): Promise<void> {
    const { conflict } = error;
    if (!conflict) return;
    await this.host.reload();
    const key = (Object.keys(fields).find((name) => name === conflict.field) ??
      Object.keys(fields)[0] ??
      "name") as keyof Task;
    const theirs = this.state.model.get(id)?.[key] ?? conflict.theirs;
    const choice = await askConflict(
      { ...conflict, yours: fields[key], theirs },
      { label: fieldLabel(key), show: (value) => valueText(key, value, this.state.context) },
    );
    if (choice !== "yours") return;
    const before = { ...(this.state.model.get(id) as Task) };
    this.state.model.patch({ id, ...fields });
    this.host.refresh();
    await this.sendPatch(id, fields, before);
  }

  private send(method: Method, path: string, body?: unknown, version?: number): Promise<Answer> {
    return request<Answer>(method, this.url(path), { body, version });
  }

  /** Takes over the server's answer and says what else moved. */
  private accept(answer: Answer, own: string | null, note = ""): void {
    const { model, project, flash } = this.state;
    if (answer.item) model.patch(this.withoutBaseline(answer.item));
    // What was typed meanwhile is newer than this answer.
    if (this.pending) model.patch({ id: this.pending.id, ...this.pending.fields });
    const touched = model.applyMoved(answer.moved ?? []);
    for (const task of touched) if (task.id !== own) flash.add(task.id);
    this.state.rollUp();
    if (answer.seq) project.seq = Math.max(project.seq, answer.seq);
    if (answer.undo) this.undos.push(answer.undo);
    const text = [note, movedNote(answer.moved ?? [], model, own)]
      .filter(Boolean)
      .join(t("gantt.moved.comma"));
    if (text) toast(text, answer.undo ? this.undoOf(answer.undo) : {});
    if (text) this.host.announce(text);
    this.host.refresh();
  }

  /** While an older baseline is compared with, an answer's newest one is not taken over. */
  private withoutBaseline(item: Fields & { id: string }): Fields & { id: string } {
    if (!this.state.comparison) return item;
    const { baseline_start: _start, baseline_finish: _finish, ...rest } = item;
    return rest;
  }

  private undoOf(id: string) {
    return {
      undo: this.url(`/undo/${id}`),
      onUndone: () => {
        this.undos.splice(this.undos.indexOf(id), 1);
        void this.host.reload();
      },
    };
  }

  /** Takes back the last change made here. */
  undo(): void {
    this.flush();
    void this.inOrder(async () => {
      const id = this.undos.pop();
      if (!id) return;
      await this.send("POST", `/undo/${id}`);
      toast(t("action.undone"));
      await this.host.reload();
    });
  }

  /** Sends a row that was written here; it stays where it is and takes the server's number. */
  create(draft: Task): void {
    this.flush();
    const { state } = this;
    void this.inOrder(async () => {
      const parent = state.known(draft.parent);
      const after = state.known(state.model.sibling(draft.id, -1)?.id ?? null);
      try {
        const body = {
          name: draft.name,
          parent,
          after,
          kind: "task",
          duration: draft.duration ?? 1,
        };
        const answer = await this.send("POST", "/items", body);
        this.confirm(draft, answer);
      } catch (error) {
        state.dropDraft(draft.id);
        this.host.refresh();
        throw error;
      }
    });
  }

  private confirm(draft: Task, answer: Answer): void {
    const { state } = this;
    const old = draft.id;
    state.drafts = state.drafts.filter((each) => each.task !== draft);
    if (answer.item) {
      state.named.set(old, answer.item.id);
      Object.assign(draft, answer.item);
      for (const task of state.model.order) if (task.parent === old) task.parent = draft.id;
      state.model.index();
      if (state.activeId === old) state.activeId = draft.id;
    }
    const said = t("gantt.said.created", { name: draft.name });
    this.accept({ ...answer, item: { id: draft.id } }, draft.id, said);
    this.host.reloadSoon();
  }

  paste(rows: PastedTask[], after: string | null): void {
    this.flush();
    const { work } = this.state;
    // Two dates make a duration; the server places rows by their start.
    const timed = rows.map((row) => {
      const [start, finish] = [dayOf(row.start), dayOf(row.finish)];
      const known = row.duration !== undefined || start === null || finish === null;
      return known ? row : { ...row, duration: Math.max(1, work.between(start, finish)) };
    });
    void this.inOrder(async () => {
      const answer = await this.send("POST", "/items/bulk", { rows: timed, after });
      await this.host.reload();
      this.accept({ ...answer, moved: [] }, null, t("gantt.said.pasted", { n: rows.length }));
    });
  }

  indent(id: string, step: 1 | -1): void {
    this.reshape(`/items/${id}/${step > 0 ? "indent" : "outdent"}`, () =>
      this.state.model.indent(id, step),
    );
  }

  reorder(id: string, step: 1 | -1): void {
    const neighbour = this.state.model.reorder(id, step);
    if (!neighbour) return;
    const parent = this.state.model.get(id)?.parent ?? null;
    const place = step > 0 ? { after: neighbour.id } : { before: neighbour.id };
    this.reshape(`/items/${id}/move`, () => true, { parent, ...place });
  }

  /** Puts a branch elsewhere in the outline: below `after`, or as the first of its parent. */
  place(id: string, { parent, after, before }: Place): void {
    if (!this.state.model.place(id, { parent, after, before })) return;
    const where = after ? { after } : before ? { before } : {};
    this.reshape(`/items/${id}/move`, () => true, { parent, ...where });
  }

  /** A change of the tree: drawn at once, then numbered anew by the server. */
  private reshape(path: string, locally: () => boolean, body?: object): void {
    this.flush();
    if (!locally()) return;
    this.host.refresh();
    void this.inOrder(async () => {
      try {
        const answer = await this.send("POST", path, body ?? {});
        await this.host.reload();
        const { id = "", wbs = "" } = answer.item ?? {};
        const name = this.state.model.get(id)?.name ?? "";
        this.accept(answer, id, answer.undo ? t("gantt.said.placed", { name, wbs }) : "");
      } catch (error) {
        await this.host.reload();
        throw error;
      }
    });
  }

  /** To the trash, with a way back. */
  remove(id: string): void {
    this.flush();
    const { model } = this.state;
    const task = model.get(id);
    if (!task) return;
    const row = model.rowOf(id);
    model.remove(id);
    this.host.select(model.rows[Math.min(row, model.rows.length - 1)]?.id ?? null);
    void this.inOrder(async () => {
      try {
        const answer = await this.send("DELETE", `/items/${id}`, undefined, task.version);
        this.accept(answer, id, t("gantt.said.deleted", { name: task.name }));
        await this.host.reload();
      } catch (error) {
        await this.host.reload();
        throw error;
      }
    });
  }

  link(pred: string, succ: string, type: LinkType = "FS", lag = 0, unit = "wd"): void {
    this.flush();
    const { model } = this.state;
    if (pred === succ || model.links.some((link) => link.pred === pred && link.succ === succ))
      return;
    const draft = { id: `new-${pred}-${succ}`, pred, succ, type, lag, unit };
    model.links.push(draft);
    this.host.refresh();
    void this.inOrder(async () => {
      try {
        const answer = await this.send("POST", "/links", {
          pred,
          succ,
          type,
          lag,
          lag_unit: unit,
        });
        const given = typeof answer.link === "string" ? answer.link : answer.link?.id;
        if (given) draft.id = given;
        const names = { a: model.get(pred)?.name ?? "", b: model.get(succ)?.name ?? "" };
        this.accept(answer, null, t("gantt.said.linked", names));
        if (!given) await this.host.reload();
      } catch (error) {
        model.links = model.links.filter((link) => link !== draft);
        this.host.refresh();
        throw error;
      }
    });
  }

  /** Changes type or lag of a link. */
  relink(id: string, terms: Terms): void {
    this.flush();
    const { model } = this.state;
    const link = model.links.find((each) => each.id === id);
    if (!link) return;
    const { type, lag, unit } = link;
    Object.assign(link, terms);
    this.host.refresh();
    void this.inOrder(async () => {
      try {
        const body = { type: terms.type, lag: terms.lag, lag_unit: terms.unit };
        const names = { a: model.get(link.pred)?.name ?? "", b: model.get(link.succ)?.name ?? "" };
        const answer = await this.send("PATCH", `/links/${id}`, body);
        this.accept(answer, null, t("gantt.said.relinked", names));
      } catch (error) {
        Object.assign(link, { type, lag, unit });
        this.host.refresh();
        throw error;
      }
    });
  }

  unlink(id: string): void {
    this.flush();
    const { model } = this.state;
    const link = model.links.find((each) => each.id === id);
    if (!link) return;
    model.links = model.links.filter((each) => each !== link);
    this.host.refresh();
    void this.inOrder(async () => {
      try {
        const names = { a: model.get(link.pred)?.name ?? "", b: model.get(link.succ)?.name ?? "" };
        this.accept(
          await this.send("DELETE", `/links/${id}`),
          null,
          t("gantt.said.unlinked", names),
        );
      } catch (error) {
        model.links.push(link);
        this.host.refresh();
        throw error;
      }
    });
  }

  /** Moves a bar by working days, as Alt+arrow does. */
  nudge(id: string, days: number): void {
    const task = this.state.model.get(id);
    const start = dayOf(task?.start);
    if (!task || start === null || this.state.model.isSummary(task)) return;
    this.patch(id, { start: isoOf(this.state.work.shift(start, days)) }, true);
    this.say(task);
  }

  stretch(id: string, days: number): void {
    const task = this.state.model.get(id);
    if (!task || task.kind === "milestone" || this.state.model.isSummary(task)) return;
    this.patch(id, { duration: Math.max(1, Math.round(task.duration ?? 1) + days) }, true);
    this.say(task);
  }

  say(task: Task): void {
    const { name, start, finish, duration } = task;
    this.host.announce(
      t("gantt.said.bar", { name, start: start ?? "", finish: finish ?? "", days: duration ?? 0 }),
    );
  }
}

/** A duration of nothing makes a milestone of a task, any other makes a task of a milestone. */
function asKind(task: Task, fields: Fields): Fields {
  if (fields.duration === undefined || fields.duration === null) return fields;
  if (fields.duration === 0 && task.kind === "task") return { ...fields, kind: "milestone" };
  if (fields.duration > 0 && task.kind === "milestone") return { ...fields, kind: "task" };
  return fields;
}

/** What a bar will look like until the server says what the schedule really does. */
export function foreseen(state: State, task: Task, fields: Fields): Fields {
  const start = dayOf(fields.start ?? task.start);
  if (start === null || task.kind === "milestone") {
    return fields.start ? { finish: fields.start } : {};
  }
  if (fields.start === undefined && fields.duration === undefined) return {};
  const days = Math.max(fields.duration ?? task.duration ?? 1, 1);
  const finish = task.natural ? start + Math.ceil(days) - 1 : state.work.finish(start, days);
  return { finish: isoOf(finish) };
}

/** Duration of a bar between two days, in the task's own unit. */
export function lengthOf(state: State, task: Task, start: Day, finish: Day): number {
  return Math.max(1, task.natural ? finish - start + 1 : state.work.between(start, finish));
}
