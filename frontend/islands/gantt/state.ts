/** What all parts of the chart share: the data, the scale, where the user is. */
import { type Day, dayOf, partsOf } from "../../lib/dates";
import { Marks } from "../../lib/marks";
import { type Column, type Context, columnsOf, sortKeyOf } from "./columns";
import { type Filters, NO_FILTERS, testOf } from "./filter";
import { extent, fittingZoom, type Scale, scaleFor, WorkDays, type Zoom } from "./layout";
import { Model } from "./model";
import { rollUp } from "./rollup";
import {
  type Baseline,
  type Comparison,
  decodeLinks,
  decodeTasks,
  makeTask,
  type Payload,
  type Person,
  type ProjectInfo,
  type Status,
  type Task,
} from "./types";

const NO_PROJECT: ProjectInfo = {
  key: "",
  name: "",
  start: null,
  finish: null,
  today: "1970-01-01",
  seq: 0,
  can_edit: false,
};

export interface Rubber {
  fromX: number;
  fromY: number;
  x: number;
  y: number;
}

export class State {
  readonly model = new Model();
  project: ProjectInfo = NO_PROJECT;
  bands: [from: Day, to: Day, name: string][] = [];
  work = new WorkDays([]);
  people: Person[] = [];
  statuses: Status[] = [];
  columns: Column[] = [];
  context: Context = {
    year: 1970,
    people: new Map(),
    statuses: new Map(),
    variance: (task) => this.variance(task),
  };
  scale: Scale = scaleFor("month", 0, 0);
  /** What is being dragged, drawn instead of the stored dates. */
  preview: Partial<Task> & { id?: string } = {};
  /** The line that follows the pointer while a link is drawn. */
  rubber: Rubber | null = null;
  activeId: string | null = null;
  activeColumn = 1;
  /** Rows to light up at the next drawing. */
  readonly flash = new Set<string>();
  /** Who else changed what, while it is news. */
  readonly marks = new Marks();
  /** What to say of others' changes once they are drawn. */
  news = "";
  baselines: Baseline[] = [];
  /** An older baseline that bars are compared with instead of the newest. */
  comparison: Comparison | null = null;
  private readonly agreed = new Map<string, [string | null, string | null]>();
  loaded = false;
  /** On a phone: fewer columns. */
  narrow = false;
  /** Rows written here that the server does not know yet, and the row each stands under. */
  drafts: { task: Task; after: string | null }[] = [];
  /** Ids the server gave to rows that were drafts. */
  readonly named = new Map<string, string>();
  filters: Filters = { ...NO_FILTERS };
  /** Column that the list is sorted by, "-" before it for descending; "" is the outline. */
  order = "";
  private chosen: Zoom | null = null;

  constructor(
    readonly mode: "gantt" | "list",
    readonly api: string,
  ) {}

  get canEdit(): boolean {
    return this.project.can_edit;
  }

  get today(): Day {
    return dayOf(this.project.today) ?? 0;
  }

  load(payload: Payload, width: number): void {
    const before = new Map(this.model.order.map((task) => [task.id, task]));
    this.project = payload.project;
    this.people = payload.people;
    this.statuses = payload.statuses;
    this.work = new WorkDays(payload.nonworking ?? [], payload.covers);
    this.bands = payload.bands.flatMap(([from, to, name]) => {
      const first = dayOf(from);
      const last = dayOf(to);
      return first === null || last === null ? [] : [[first, last, name] as [Day, Day, string]];
    });
    this.columns = columnsOf(this.mode, payload.columns, this.narrow);
    this.context = {
      year: partsOf(this.today).year,
      people: new Map(payload.people.map((person) => [person.id, person])),
      statuses: new Map(payload.statuses.map((status) => [status.id, status])),
      variance: (task) => this.variance(task),
    };
    this.baselines = payload.baselines ?? [];
    this.prepare();
    const tasks = decodeTasks(payload.columns, payload.tasks);
    if (this.loaded) this.markChanged(before, tasks);
    this.agreed.clear();
    for (const task of tasks) this.agreed.set(task.id, [task.baseline_start, task.baseline_finish]);
    this.dressBaseline(tasks);
    this.model.load(tasks, decodeLinks(payload.links));
    this.loaded = true;
    for (const { task, after } of this.drafts) this.model.insertAfter(task, this.known(after));
    this.rollUp();
    this.rescale(width);
    if (!this.model.get(this.activeId)) this.activeId = null;
  }

  /** Rows that came or changed light up, with the name of who else did it. */
  private markChanged(before: Map<string, Task>, tasks: Task[]): void {
    const changed = tasks.filter((task) => {
      const old = before.get(task.id);
      if (!old) return !this.isNamed(task.id);
      return old.start !== task.start || old.finish !== task.finish || old.version !== task.version;
    });
    this.news = this.marks.settle(changed);
    for (const task of changed) this.flash.add(task.id);
  }

  /** Whether a row was written here just now. */
  private isNamed(id: string): boolean {
    return [...this.named.values()].includes(id);
  }

  /** Progress of the summaries, from their tasks. */
  rollUp(): void {
    const { model } = this;
    const counted = (task: Task) =>
      this.context.statuses.get(task.status ?? "")?.category !== "cancelled";
    rollUp(model.order, (task) => model.isSummary(task), counted);
  }

  /** Cuts the rows down; changed fields are tested anew with the next answer of the server. */
  filter(change: Partial<Filters>): void {
    Object.assign(this.filters, change);
    this.prepare();
    this.model.refold();
  }

  /** Sorts the list by a column ("" back to the outline). */
  sortBy(order: string): void {
    this.order = order;
    this.prepare();
    this.model.refold();
  }

  private prepare(): void {
    this.model.test = testOf(this.filters, this.project.me ?? "", this.today);
    const name = this.order.replace(/^-/, "");
    const column = this.columns.find((each) => each.key === name);
    this.model.sort =
      column && this.mode === "list"
        ? { key: sortKeyOf(column.key, this.context), descending: this.order.startsWith("-") }
        : null;
  }

  // --- baselines

  /** Compares with another baseline than the newest; null goes back to that. */
  compare(comparison: Comparison | null): void {
    this.comparison = comparison;
    this.dressBaseline(this.model.order);
  }

  private dressBaseline(tasks: Task[]): void {
    for (const task of tasks) {
      const dates = this.comparison ? this.comparison.rows[task.id] : this.agreed.get(task.id);
      [task.baseline_start, task.baseline_finish] = dates ?? [null, null];
    }
    spanParts(tasks);
  }

  /** The same of the project's finish: the last of the tasks against the last of the baseline. */
  get projectVariance(): number | null {
    const last = (days: (string | null)[]) =>
      days.reduce((a, b) => ((b ?? "") > (a ?? "") ? b : a), null);
    const { order } = this.model;
    const finish = last(order.map((task) => task.finish));
    return this.variance(
      makeTask({ finish, baseline_finish: last(order.map((task) => task.baseline_finish)) }),
    );
  }

  /** Working days by which a task is behind its baseline (negative: ahead), null without one. */
  variance(task: Task): number | null {
    const planned = dayOf(task.baseline_finish);
    const now = dayOf(task.finish);
    if (planned === null || now === null) return null;
    if (now === planned) return 0;
    return now > planned
      ? this.work.between(planned + 1, now)
      : -this.work.between(now + 1, planned);
  }

  /** Fits the time axis around the tasks; keeps the zoom the user chose. */
  rescale(width: number): void {
    const [first, last] = extent(this.model.order, [
      this.project.start,
      this.project.finish,
      this.project.today,
    ]);
    const zoom = this.chosen ?? fittingZoom(first, last, width);
    this.scale = scaleFor(zoom, first, last, width);
  }

  zoom(zoom: Zoom, width: number): void {
    this.chosen = zoom;
    this.rescale(width);
  }

  get active(): Task | undefined {
    return this.model.get(this.activeId);
  }

  get activeRow(): number {
    return this.activeId ? this.model.rowOf(this.activeId) : -1;
  }

  /** A task as it is drawn: with what is being dragged. */
  shown(task: Task): Task {
    return this.preview.id === task.id ? { ...task, ...this.preview } : task;
  }

  /** The server's id of a row that may have been a draft. */
  known(id: string | null): string | null {
    return id === null ? null : (this.named.get(id) ?? id);
  }

  /** Puts an unwritten row below another: beside it, or inside it when it is an open branch. */
  draft(below: Task | undefined): Task {
    const inside =
      below !== undefined && this.model.hasChildren(below.id) && !this.model.folded.has(below.id);
    const task = makeTask({
      id: `draft-${this.drafts.length}-${this.named.size}-${performance.now()}`,
      parent: inside ? below.id : (below?.parent ?? null),
      depth: below ? below.depth + (inside ? 1 : 0) : 0,
      duration: 1,
    });
    this.drafts.push({ task, after: below?.id ?? null });
    this.model.insertAfter(task, below?.id ?? null);
    return task;
  }

  isDraft(id: string): boolean {
    return this.drafts.some((each) => each.task.id === id);
  }

  dropDraft(id: string): void {
    this.drafts = this.drafts.filter((each) => each.task.id !== id);
    this.model.remove(id);
  }
}

/** A summary that was not in the baseline spans what its parts had agreed. */
function spanParts(order: Task[]): void {
  const blank = new Map(
    order.filter((task) => task.baseline_finish === null).map((task) => [task.id, task]),
  );
  for (let at = order.length - 1; at >= 0; at -= 1) {
    const { parent, baseline_start: start, baseline_finish: finish } = order[at] as Task;
    const above = parent ? blank.get(parent) : undefined;
    if (!above || !finish) continue;
    if (start && start < (above.baseline_start ?? "9")) above.baseline_start = start;
    if (finish > (above.baseline_finish ?? "")) above.baseline_finish = finish;
  }
}
