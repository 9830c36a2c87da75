/** The tasks as a tree with folded branches; changes by others and by us. No DOM. */
import { kept, type SortKey, sorted } from "./filter";
import type { Link, Moved, Task } from "./types";

/** A place in the outline: under a parent (null: the top), beside one of its children. */
export interface Place {
  parent: string | null;
  after: string | null;
  before: string | null;
}

export class Model {
  /** All tasks in tree order. */
  order: Task[] = [];
  links: Link[] = [];
  /** Rows in view: those with no folded ancestor. */
  rows: Task[] = [];
  readonly folded = new Set<string>();
  /** What rows must pass to show; null for all. */
  test: ((task: Task) => boolean) | null = null;
  /** What rows are sorted by, without their outline; null for the outline. */
  sort: { key: SortKey; descending: boolean } | null = null;
  private readonly byId = new Map<string, Task>();
  private readonly rowById = new Map<string, number>();
  private readonly parents = new Set<string>();

  load(tasks: Task[], links: Link[]): void {
    this.order = tasks;
    this.links = links;
    this.index();
  }

  /** Sorts out the tree after tasks came, went or moved. */
  index(): void {
    this.byId.clear();
    this.parents.clear();
    for (const task of this.order) {
      this.byId.set(task.id, task);
      if (task.parent) this.parents.add(task.parent);
    }
    this.refold();
  }

  /** Works out which rows show. */
  refold(): void {
    this.rows = this.sort ? this.sortedRows(this.sort) : this.outline();
    this.rowById.clear();
    for (const [at, task] of this.rows.entries()) this.rowById.set(task.id, at);
  }

  private sortedRows({ key, descending }: { key: SortKey; descending: boolean }): Task[] {
    const leaves = this.order.filter(
      (task) => !this.isSummary(task) && (this.test?.(task) ?? true),
    );
    return sorted(leaves, key, descending);
  }

  private outline(): Task[] {
    const rows: Task[] = [];
    let hiddenBelow = Number.POSITIVE_INFINITY;
    const keep = this.test ? kept(this.order, this.test, (task) => this.isSummary(task)) : null;
    for (const task of this.order) {
      if (keep && !keep.has(task.id)) continue;
      if (task.depth > hiddenBelow) continue;
      hiddenBelow = this.folded.has(task.id) ? task.depth : Number.POSITIVE_INFINITY;
      rows.push(task);
    }
    return rows;
  }

  get(id: string | null | undefined): Task | undefined {
    return id ? this.byId.get(id) : undefined;
  }

  /** Row of a task; -1 while it is folded away. */
  rowOf(id: string): number {
    return this.rowById.get(id) ?? -1;
  }

  isSummary(task: Task): boolean {
    return task.kind === "summary" || task.kind === "phase" || this.parents.has(task.id);
  }

  hasChildren(id: string): boolean {
    return this.parents.has(id);
  }

  fold(id: string, folded: boolean): void {
    if (folded) this.folded.add(id);
    else this.folded.delete(id);
    this.refold();
  }

  foldAll(folded: boolean): void {
    this.folded.clear();
    if (folded) for (const id of this.parents) this.folded.add(id);
    this.refold();
  }

  /** A task and everything under it, as a range of `order`. */
  branch(id: string): [from: number, to: number] {
    const from = this.order.findIndex((task) => task.id === id);
    if (from < 0) return [0, 0];
    const depth = this.order[from]?.depth ?? 0;
    let to = from + 1;
    while (to < this.order.length && (this.order[to]?.depth ?? 0) > depth) to += 1;
    return [from, to];
  }

  /** Neighbour with the same parent, before (-1) or after (1). */
  sibling(id: string, step: -1 | 1): Task | undefined {
    const task = this.get(id);
    if (!task) return undefined;
    const family = this.order.filter((each) => each.parent === task.parent);
    return family[family.indexOf(task) + step];
  }

  /** Takes over what the server says of one task; false when it is unknown here. */
  patch(fields: Partial<Task> & { id: string }): boolean {
    const task = this.byId.get(fields.id);
    if (!task) return false;
    Object.assign(task, fields);
    return true;
  }

  /** Takes over moved dates and returns the tasks that changed. */
  applyMoved(moved: Moved[]): Task[] {
    return moved.flatMap(({ delta: _delta, ...fields }) => {
      const known = Object.fromEntries(
        Object.entries(fields).filter(([, value]) => value !== undefined),
      );
      return this.patch(known as unknown as Partial<Task> & { id: string })
        ? (this.byId.get(fields.id) ?? [])
        : [];
    });
  }

  insertAfter(task: Task, after: string | null): void {
    const at = after ? this.branch(after)[1] : this.order.length;
    this.order.splice(at, 0, task);
    this.index();
  }

  remove(id: string): Task[] {
    const [from, to] = this.branch(id);
    const gone = this.order.splice(from, to - from);
    const ids = new Set(gone.map((task) => task.id));
    this.links = this.links.filter((link) => !ids.has(link.pred) && !ids.has(link.succ));
    this.index();
    return gone;
  }

  /** Moves a branch one level in (1) or out (-1), as the server will; false when it cannot. */
  indent(id: string, step: 1 | -1): boolean {
    const task = this.get(id);
    if (!task) return false;
    const above = step > 0 ? this.sibling(id, -1) : this.get(task.parent);
    if (!above) return false;
    const [from, to] = this.branch(id);
    const moved = this.order.splice(from, to - from);
    for (const each of moved) each.depth += step;
    task.parent = step > 0 ? above.id : above.parent;
    const end = this.branch(above.id)[1];
    this.order.splice(end, 0, ...moved);
    if (step > 0) this.folded.delete(above.id);
    this.index();
    return true;
  }

  /** Swaps a branch with its neighbour; false at the edge. */
  reorder(id: string, step: 1 | -1): Task | null {
    const neighbour = this.sibling(id, step);
    if (!neighbour) return null;
    const [from, to] = this.branch(id);
    const moved = this.order.splice(from, to - from);
    const [start, end] = this.branch(neighbour.id);
    this.order.splice(step > 0 ? end : start, 0, ...moved);
    this.index();
    return neighbour;
  }

  /** Moves a branch to a place that is not inside itself; false when nothing changes. */
  place(id: string, { parent, after, before }: Place): boolean {
    const task = this.get(id);
    const [from, to] = this.branch(id);
    const own = new Set(this.order.slice(from, to).map((each) => each.id));
    if (!task || [parent, after, before].some((each) => each !== null && own.has(each)))
      return false;
    const at = this.get(parent);
    const was = { parent: task.parent, above: this.sibling(id, -1)?.id ?? null };
    const moved = this.order.splice(from, to - from);
    const step = (at ? at.depth + 1 : 0) - task.depth;
    for (const each of moved) each.depth += step;
    task.parent = parent;
    this.order.splice(this.startOf({ parent, after, before }), 0, ...moved);
    this.index();
    return was.parent !== parent || was.above !== (this.sibling(id, -1)?.id ?? null);
  }

  private startOf({ parent, after, before }: Place): number {
    if (after) return this.branch(after)[1];
    if (before) return this.branch(before)[0];
    return parent ? this.branch(parent)[1] : this.order.length;
  }

  get criticalCount(): number {
    return this.order.filter((task) => task.critical && !this.isSummary(task)).length;
  }
}
