/** Dragging a row by its number to another place of the outline; Alt with arrows and Tab do the same. */
import type { Commands } from "./commands";
import { HEAD, ROW } from "./layout";
import type { Model, Place } from "./model";
import type { State } from "./state";
import type { Task } from "./types";
import type { View } from "./view";

const SLOP = 4;
const STEP = 14;
const EDGE = 28;

export interface Drop extends Place {
  /** The row above which the line is drawn, and its depth. */
  row: number;
  depth: number;
}

/**
 * Where a row goes that is dropped between two rows: the deeper the further right the pointer is,
 * between the depth of the row below and one more than that of the row above.
 */
export function dropAt(model: Model, dragged: Task, gap: number, wanted: number): Drop | null {
  const rest = model.rows.filter((task) => !within(model, task, dragged));
  const hidden = model.rows.slice(0, gap).filter((task) => within(model, task, dragged)).length;
  const at = Math.min(Math.max(gap - hidden, 0), rest.length);
  const above = rest[at - 1];
  const below = rest[at];
  const into = above && !(model.folded.has(above.id) && model.hasChildren(above.id)) ? 1 : 0;
  const most = above ? above.depth + (above.kind === "milestone" ? 0 : into) : 0;
  const depth = Math.min(Math.max(wanted, below?.depth ?? 0), most);
  if (!above)
    return below ? { parent: null, after: null, before: below.id, row: gap, depth } : null;
  if (depth > above.depth) {
    const first = below && below.parent === above.id ? below.id : null;
    return { parent: above.id, after: null, before: first, row: gap, depth };
  }
  let beside: Task = above;
  while (beside.depth > depth) beside = model.get(beside.parent) as Task;
  return { parent: beside.parent, after: beside.id, before: null, row: gap, depth };
}

/** Whether a task is the dragged one or under it. */
function within(model: Model, task: Task, dragged: Task): boolean {
  for (let each: Task | undefined = task; each; each = model.get(each.parent))
    if (each.id === dragged.id) return true;
  return false;
}

export class RowDrag {
  private drag: { task: Task; x: number; y: number; moved: boolean } | null = null;
  private drop: Drop | null = null;

  constructor(
    private readonly state: State,
    private readonly view: View,
    private readonly commands: Commands,
    private readonly onPick: (id: string) => void,
  ) {
    view.scroller.addEventListener("pointerdown", (event) => this.down(event));
  }

  private readonly move = (event: PointerEvent) => this.show(event);
  private readonly up = () => this.end(true);
  private readonly cancel = () => this.end(false);
  private readonly escape = (event: KeyboardEvent) => {
    if (event.key === "Escape") this.end(false);
  };

  private down(event: PointerEvent): void {
    const grip = (event.target as Element).closest(".yg-grip");
    const id = grip?.closest<HTMLElement>(".yg-row")?.dataset.id;
    const task = this.state.model.get(id);
    // A finger scrolls; it moves rows through their menu.
    if (!task || event.button !== 0 || event.pointerType === "touch") return;
    if (!this.state.canEdit || this.state.model.sort || this.state.isDraft(task.id)) return;
    this.drag = { task, x: event.clientX, y: event.clientY, moved: false };
    document.addEventListener("pointermove", this.move);
    document.addEventListener("pointerup", this.up);
    document.addEventListener("pointercancel", this.cancel);
    document.addEventListener("keydown", this.escape, true);
  }

  private show(event: PointerEvent): void {
    const { drag } = this;
    if (!drag) return;
    if (!drag.moved) {
      if (Math.abs(event.clientY - drag.y) < SLOP) return;
      drag.moved = true;
      this.onPick(drag.task.id);
      this.view.frame.classList.add("dragging", "dragging-row");
    }
    event.preventDefault();
    const { scroller } = this.view;
    const box = scroller.getBoundingClientRect();
    if (event.clientY > box.bottom - EDGE) scroller.scrollTop += 10;
    else if (event.clientY < box.top + HEAD + EDGE) scroller.scrollTop -= 10;
    const y = event.clientY - box.top - HEAD + scroller.scrollTop;
    const gap = Math.min(Math.max(Math.round(y / ROW), 0), this.state.model.rows.length);
    const wanted = drag.task.depth + Math.round((event.clientX - drag.x) / STEP);
    this.drop = dropAt(this.state.model, drag.task, gap, wanted);
    this.view.showDrop(this.drop);
  }

  private end(keep: boolean): void {
    const { drag, drop } = this;
    if (!drag) return;
    this.drag = null;
    this.drop = null;
    document.removeEventListener("pointermove", this.move);
    document.removeEventListener("pointerup", this.up);
    document.removeEventListener("pointercancel", this.cancel);
    document.removeEventListener("keydown", this.escape, true);
    this.view.frame.classList.remove("dragging", "dragging-row");
    this.view.showDrop(null);
    if (keep && drag.moved && drop) this.commands.place(drag.task.id, drop);
  }
}
