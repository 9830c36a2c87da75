/** Dragging: bars, their ends, their progress, links from bar to bar, the splitter. */
import { type Day, dayOf, isoOf } from "../../lib/dates";
import type { Commands } from "./commands";
import { foreseen, lengthOf } from "./commands";
import { barOf } from "./layout";
import type { State } from "./state";
import type { Task } from "./types";
import type { View } from "./view";

type Part = "bar" | "resize" | "progress" | "link";

interface Drag {
  part: Part;
  task: Task;
  fromX: number;
  fromY: number;
  moved: boolean;
  frame: number;
  last: PointerEvent;
}

const EDGE = 28;
const SLOP = 3;

export class Pointer {
  private drag: Drag | null = null;

  constructor(
    private readonly state: State,
    private readonly view: View,
    private readonly commands: Commands,
    private readonly onPick: (id: string) => void,
  ) {
    const { chartLayer, splitter } = view;
    chartLayer.addEventListener("pointerdown", (event) => this.down(event));
    splitter.addEventListener("pointerdown", (event) => this.split(event));
    splitter.addEventListener("keydown", (event) => this.splitKey(event));
  }

  private readonly move = (event: PointerEvent) => {
    const drag = this.drag;
    if (!drag) return;
    drag.last = event;
    const { x, y } = this.view.chartPoint(event);
    drag.moved ||= Math.abs(x - drag.fromX) > SLOP || Math.abs(y - drag.fromY) > SLOP;
    if (!drag.frame) drag.frame = requestAnimationFrame(() => this.show());
  };

  private readonly up = (event: PointerEvent) => this.end(event, true);

  private readonly cancel = () => this.end(null, false);

  private readonly escape = (event: KeyboardEvent) => {
    if (event.key === "Escape") this.end(null, false);
  };

  private down(event: PointerEvent): void {
    const target = event.target as Element;
    const id = target.closest<SVGElement>("[data-bar]")?.dataset.bar;
    const task = this.state.model.get(id);
    if (!task || event.button !== 0) return;
    this.onPick(task.id);
    const part = target.getAttribute("data-part") as Part | null;
    // A finger scrolls; it moves tasks through the row's menu.
    if (!part || !this.state.canEdit || event.pointerType === "touch") return;
    if (part !== "link" && this.state.model.isSummary(task)) return;
    event.preventDefault(); // and so the keys, undo among them, need the focus given to them
    this.view.scroller.focus({ preventScroll: true });
    const at = this.view.chartPoint(event);
    this.drag = { part, task, fromX: at.x, fromY: at.y, moved: false, frame: 0, last: event };
    document.addEventListener("pointermove", this.move);
    document.addEventListener("pointerup", this.up);
    document.addEventListener("pointercancel", this.cancel);
    document.addEventListener("keydown", this.escape, true);
    this.view.frame.classList.add("dragging", `dragging-${part}`);
  }

  /** Draws the bar where the pointer has it; scrolls on at the edges. */
  private show(): void {
    const drag = this.drag;
    if (!drag) return;
    drag.frame = 0;
    this.scrollAtEdge(drag.last);
    if (drag.part === "link") this.showLink(drag);
    else this.state.preview = { id: drag.task.id, ...this.change(drag, true) };
    this.view.drawChart();
  }

  private showLink(drag: Drag): void {
    const { x, y } = this.view.chartPoint(drag.last);
    this.state.rubber = { fromX: drag.fromX, fromY: drag.fromY, x, y };
  }

  private scrollAtEdge(event: PointerEvent): void {
    const { scroller, gridWidth } = this.view;
    const box = scroller.getBoundingClientRect();
    if (event.clientX > box.right - EDGE) scroller.scrollLeft += 12;
    else if (event.clientX < box.left + gridWidth + EDGE) scroller.scrollLeft -= 12;
    if (event.clientY > box.bottom - EDGE) scroller.scrollTop += 10;
    else if (event.clientY < box.top + EDGE * 2) scroller.scrollTop -= 10;
  }

  /** Fields that the drag would change, with what follows from them when `whole`. */
  private change(drag: Drag, whole: boolean): Partial<Task> {
    const { task } = drag;
    const { x } = this.view.chartPoint(drag.last);
    const days = Math.round((x - drag.fromX) / this.state.scale.step);
    const start = dayOf(task.start) ?? 0;
    if (drag.part === "progress") return { percent: this.percentAt(task, x) };
    const fields: Partial<Task> =
      drag.part === "bar"
        ? { start: isoOf(this.landing(task, start + days)) }
        : {
            duration: lengthOf(
              this.state,
              task,
              start,
              Math.max((dayOf(task.finish) ?? start) + days, start),
            ),
          };
    return whole ? { ...fields, ...foreseen(this.state, task, fields) } : fields;
  }

  /** A bar dropped on a day off begins on the next working day. */
  private landing(task: Task, day: Day): Day {
    return task.natural ? day : this.state.work.next(day);
  }

  private percentAt(task: Task, x: number): number {
    const box = barOf(this.state.scale, task.start, task.finish);
    if (!box) return task.percent;
    return Math.min(100, Math.max(0, Math.round(((x - box.x) / box.width) * 20) * 5));
  }

  private end(event: PointerEvent | null, keep: boolean): void {
    const drag = this.drag;
    if (!drag) return;
    this.drag = null;
    cancelAnimationFrame(drag.frame);
    document.removeEventListener("pointermove", this.move);
    document.removeEventListener("pointerup", this.up);
    document.removeEventListener("pointercancel", this.cancel);
    document.removeEventListener("keydown", this.escape, true);
    this.view.frame.classList.remove("dragging", `dragging-${drag.part}`);
    this.state.preview = {};
    this.state.rubber = null;
    if (keep && event && drag.moved) this.drop(drag, event);
    this.view.refresh();
  }

  private drop(drag: Drag, event: PointerEvent): void {
    drag.last = event;
    if (drag.part === "link") {
      const under = document.elementFromPoint(event.clientX, event.clientY);
      const id =
        under?.closest<SVGElement>("[data-bar]")?.dataset.bar ??
        under?.closest<HTMLElement>(".yg-row")?.dataset.id;
      if (id && id !== drag.task.id) this.commands.link(drag.task.id, id);
      return;
    }
    const fields = this.change(drag, false);
    const same = Object.entries(fields).every(
      ([key, value]) => drag.task[key as keyof Task] === value,
    );
    if (same) return;
    this.commands.patch(drag.task.id, fields);
    this.commands.say(drag.task);
  }

  private split(event: PointerEvent): void {
    event.preventDefault();
    const from = event.clientX - this.view.gridWidth;
    const move = (next: PointerEvent) => this.setGrid(next.clientX - from);
    const up = () => {
      document.removeEventListener("pointermove", move);
      document.removeEventListener("pointerup", up);
    };
    document.addEventListener("pointermove", move);
    document.addEventListener("pointerup", up);
  }

  private splitKey(event: KeyboardEvent): void {
    const step = { ArrowLeft: -24, ArrowRight: 24 }[event.key];
    if (!step) return;
    event.preventDefault();
    this.setGrid(this.view.gridWidth + step);
  }

  private setGrid(width: number): void {
    this.view.gridWidth = Math.round(Math.min(Math.max(width, 120), this.view.fullWidth));
    localStorage.setItem("yc-gantt-grid", String(this.view.gridWidth));
    this.view.refresh();
  }
}
