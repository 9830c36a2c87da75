/** Binds data, page and user together: what a key, a click or an answer leads to. */
import { ApiError, request } from "../../lib/api";
import { isTyping } from "../../lib/dom";
import { t } from "../../lib/i18n";
import type { Change } from "../../lib/marks";
import { type Choice, showMenu } from "../../lib/menu";
import { showError, toast } from "../../lib/toast";
import { pastedTasks } from "../../lib/tsv";
import type { CellKey } from "./columns";
import { Commands, type Host } from "./commands";
import { Editor, type Exit } from "./editor";
import { type Actions, runKey } from "./keyboard";
import { ROW, type Zoom } from "./layout";
import { Pointer } from "./pointer";
import { askPredecessors } from "./predecessor";
import { RowDrag } from "./rowdrag";
import type { State } from "./state";
import type { Comparison, Payload, Task } from "./types";
import type { View } from "./view";

const PAUSE_MS = 900;

export class Controller implements Host, Actions {
  readonly commands = new Commands(this);
  private readonly editor = new Editor();
  private tabIndents = true;
  private loading: Promise<void> | null = null;
  private again = false;
  private timer = 0;

  constructor(
    readonly state: State,
    private readonly view: View,
    private readonly source: string,
    private readonly pageOf: (task: Task) => string,
    private readonly onLoad: () => void,
    private readonly onSort: (order: string) => void,
  ) {
    const { scroller } = view;
    scroller.addEventListener("keydown", (event) => this.onKey(event));
    scroller.addEventListener("click", (event) => this.onClick(event));
    scroller.addEventListener("dblclick", (event) => this.onDoubleClick(event));
    scroller.addEventListener("contextmenu", (event) => this.onContext(event));
    scroller.addEventListener("paste", (event) => this.onPaste(event));
    scroller.addEventListener("focus", () => {
      this.tabIndents = true;
      if (!state.activeId) this.select(state.model.rows[0]?.id ?? null);
    });
    if (view.hasChart) new Pointer(state, view, this.commands, (id) => this.select(id));
    new RowDrag(state, view, this.commands, (id) => this.select(id));
  }

  // --- loading

  /** Fetches everything; calls that come meanwhile are answered by one more fetch. */
  async reload(): Promise<void> {
    if (this.loading) {
      this.again = true;
      return await this.loading;
    }
    this.loading = this.fetchAll();
    try {
      await this.loading;
    } finally {
      this.loading = null;
    }
    if (this.again) {
      this.again = false;
      await this.reload();
    }
  }

  private async fetchAll(): Promise<void> {
    const payload = await request<Payload>("GET", this.source);
    const editing = this.editor.open ? this.state.activeId : null;
    this.state.load(payload, this.view.chartWidth);
    if (editing && !this.state.model.get(editing)) this.dropEdit();
    this.refresh();
    this.onLoad();
    if (this.state.news) this.announce(this.state.news);
    this.state.news = "";
  }

  /** Compares with an older baseline by its id, with the newest when it is "" or unknown. */
  async compare(id: string): Promise<void> {
    const { state } = this;
    const newest = state.baselines[0]?.id;
    const known = id !== newest && state.baselines.some((each) => each.id === id);
    if ((state.comparison?.id ?? "") === (known ? id : "")) return;
    try {
      const url = `${state.api}/baselines/${id}`;
      state.compare(known ? await request<Comparison>("GET", url) : null);
    } catch (error) {
      showError(error);
    }
    state.rescale(this.view.chartWidth);
    this.refresh();
    this.onLoad();
  }

  /** Sorts by a column: ascending, descending, then by the outline again. */
  sort(key: string): void {
    const { order } = this.state;
    this.onSort(order === key ? `-${key}` : order === `-${key}` ? "" : key);
    this.announce(this.state.order ? t("gantt.said.sorted") : t("gantt.said.outline"));
  }

  sortColumn(): void {
    const column = this.state.columns[this.state.activeColumn];
    if (column && this.state.mode === "list") this.sort(column.key);
  }

  reloadSoon(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      if (this.editor.open) this.reloadSoon();
      else void this.reload().catch(() => null);
    }, PAUSE_MS);
  }

  /** Somebody changed something: our own echo has no higher number than we know. */
  onChanged(change: Change): void {
    if (change.seq !== undefined && change.seq <= this.state.project.seq) return;
    this.state.marks.note(change);
    if (this.commands.busy || this.editor.open) this.reloadSoon();
    else void this.reload().catch(() => null);
  }

  stop(): void {
    window.clearTimeout(this.timer);
    this.commands.flush();
    this.view.cancel();
  }

  refresh(): void {
    this.view.refresh();
  }

  announce(text: string): void {
    this.view.announce(text);
  }

  select(id: string | null, column = this.state.activeColumn): void {
    this.state.activeId = id;
    this.state.activeColumn = Math.min(Math.max(column, 0), this.state.columns.length - 1);
    this.view.reveal();
    this.refresh();
  }

  zoom(zoom: Zoom): void {
    const { view, state } = this;
    const middle =
      state.scale.first + (view.scroller.scrollLeft + view.chartWidth / 3) / state.scale.step;
    state.zoom(zoom, view.chartWidth);
    view.refresh();
    view.draw();
    view.showDay(middle);
  }

  // --- editing

  edit(first: string | null): void {
    const task = this.state.active;
    if (!task) return this.create();
    this.editCell(task, this.state.activeColumn, first);
  }

  rename(): void {
    const at = this.state.columns.findIndex((column) => column.key === "name");
    const task = this.state.active;
    if (task) this.editCell(task, at, null);
  }

  private editCell(task: Task, at: number, first: string | null): void {
    const column = this.state.columns[at];
    if (!column?.editor || !this.mayEdit(task, column.key)) return;
    this.select(task.id, at);
    this.view.draw();
    const cell = this.view.cell(task.id, at);
    if (!cell) return;
    this.view.held = task.id;
    this.editor.start(this.state, task, column, cell, first, (exit, fields) =>
      this.edited(task, at, exit, fields),
    );
  }

  /** A summary's dates follow from its tasks; only its words are its own. */
  private mayEdit(task: Task, key: CellKey): boolean {
    if (!this.state.canEdit) {
      this.announce(t("gantt.readonly"));
      return false;
    }
    const own =
      !this.state.model.isSummary(task) ||
      ["name", "assignees", "priority", "deliverable"].includes(key);
    return own;
  }

  private edited(task: Task, at: number, exit: Exit, fields: Partial<Task> | null): void {
    this.view.held = null;
    if (this.state.isDraft(task.id)) return this.drafted(task, exit, fields?.name ?? "");
    if (fields) this.commands.patch(task.id, fields);
    if (exit !== "blur") this.view.scroller.focus({ preventScroll: true });
    this.refresh();
    if (exit === "tab" || exit === "back") this.select(task.id, at + (exit === "tab" ? 1 : -1));
  }

  /** A new row: Enter writes it and opens the next, Tab sets its level, nothing typed drops it. */
  private drafted(task: Task, exit: Exit, name: string): void {
    if (exit === "tab" || exit === "back") {
      this.state.model.indent(task.id, exit === "tab" ? 1 : -1);
      this.refresh();
      return this.editCell(task, this.state.activeColumn, name);
    }
    if (exit !== "blur") this.view.scroller.focus({ preventScroll: true });
    if (!name || exit === "escape") {
      const above = this.state.model.rows[this.state.activeRow - 1];
      this.state.dropDraft(task.id);
      return this.select(above?.id ?? this.state.model.rows[0]?.id ?? null);
    }
    task.name = name;
    this.commands.create(task);
    this.refresh();
    if (exit === "enter") this.create();
  }

  private dropEdit(): void {
    this.editor.drop();
    this.view.held = null;
  }

  create(): void {
    if (!this.state.canEdit) return this.announce(t("gantt.readonly"));
    const draft = this.state.draft(this.state.active);
    const at = this.state.columns.findIndex((column) => column.key === "name");
    this.refresh();
    this.editCell(draft, at, null);
  }

  // --- actions of keys and menus

  row(step: number): void {
    const rows = this.state.model.rows;
    const at = Math.min(Math.max(this.state.activeRow + step, 0), rows.length - 1);
    this.select(rows[at]?.id ?? null);
  }

  column(step: number): void {
    this.select(this.state.activeId, this.state.activeColumn + step);
  }

  page(step: number): void {
    this.row(step * Math.max(1, Math.floor(this.view.scroller.clientHeight / ROW) - 2));
  }

  edge(end: 1 | -1, whole: boolean): void {
    if (whole) this.row(end * this.state.model.rows.length);
    else this.select(this.state.activeId, end > 0 ? this.state.columns.length - 1 : 0);
  }

  private withActive(change: (id: string) => void): void {
    if (!this.state.canEdit) return this.announce(t("gantt.readonly"));
    const id = this.state.activeId;
    if (id && !this.state.isDraft(id)) change(id);
    this.view.reveal();
  }

  indent(step: 1 | -1): void {
    this.withOutline((id) => this.commands.indent(id, step));
  }

  reorder(step: 1 | -1): void {
    this.withOutline((id) => this.commands.reorder(id, step));
  }

  /** The place of a row in the outline can be changed only while the outline shows. */
  private withOutline(change: (id: string) => void): void {
    if (!this.state.model.sort) return this.withActive(change);
    toast(t("gantt.sorted_first"), { tone: "warn" });
    this.announce(t("gantt.sorted_first"));
  }

  nudge(days: number): void {
    this.withActive((id) => this.commands.nudge(id, days));
  }

  stretch(days: number): void {
    this.withActive((id) => this.commands.stretch(id, days));
  }

  remove(): void {
    this.withActive((id) => this.commands.remove(id));
  }

  undo(): void {
    this.commands.undo();
  }

  fold(folded: boolean | null): void {
    const task = this.state.active;
    if (!task || !this.state.model.hasChildren(task.id)) return;
    this.state.model.fold(task.id, folded ?? !this.state.model.folded.has(task.id));
    this.refresh();
  }

  release(): void {
    this.tabIndents = false;
  }

  openPage(): void {
    const task = this.state.active;
    const url = task ? this.pageOf(task) : "";
    if (url) window.location.assign(url);
  }

  menu(): void {
    const cell = this.view.cell(this.state.activeId ?? "", this.state.activeColumn);
    if (cell) this.showMenu(cell);
  }

  private showMenu(anchor: Element | { x: number; y: number }): void {
    const task = this.state.active;
    if (!task) return;
    const open: Choice[] = this.pageOf(task)
      ? [
          {
            text: t("gantt.menu.open"),
            icon: "document",
            keys: "Ctrl ↵",
            run: () => this.openPage(),
          },
        ]
      : [];
    if (this.state.mode === "list")
      open.push({
        text: t("gantt.menu.sort"),
        icon: "chevron_down",
        keys: "Alt S",
        run: () => this.sortColumn(),
      });
    if (!this.state.canEdit) return open.length ? showMenu(open, anchor) : undefined;
    const dated: (Choice | null)[] = this.state.model.isSummary(task)
      ? []
      : [
          {
            text: t("gantt.menu.later"),
            icon: "arrow_right",
            keys: "Alt →",
            run: () => this.nudge(1),
          },
          {
            text: t("gantt.menu.earlier"),
            icon: "arrow_left",
            keys: "Alt ←",
            run: () => this.nudge(-1),
          },
          {
            text: t(task.kind === "milestone" ? "gantt.menu.task" : "gantt.menu.milestone"),
            icon: "milestone",
            run: () =>
              this.commands.patch(task.id, { duration: task.kind === "milestone" ? 1 : 0 }),
          },
          { text: t("gantt.menu.link"), icon: "link", run: () => void this.editPredecessors(task) },
          null,
        ];
    showMenu(
      [
        ...open,
        { text: t("gantt.menu.new"), icon: "add", keys: "Ins", run: () => this.create() },
        { text: t("gantt.menu.indent"), icon: "indent", keys: "Tab", run: () => this.indent(1) },
        {
          text: t("gantt.menu.outdent"),
          icon: "outdent",
          keys: "Shift Tab",
          run: () => this.indent(-1),
        },
        {
          text: t("gantt.menu.up"),
          icon: "chevron_up",
          keys: "Alt ↑",
          run: () => this.reorder(-1),
        },
        {
          text: t("gantt.menu.down"),
          icon: "chevron_down",
          keys: "Alt ↓",
          run: () => this.reorder(1),
        },
        null,
        ...dated,
        {
          text: t("gantt.menu.delete"),
          icon: "trash",
          keys: "Del",
          danger: true,
          run: () => this.remove(),
        },
      ],
      anchor,
    );
  }

  /** Lets the user change what a task waits for. */
  private async editPredecessors(task: Task): Promise<void> {
    const wishes = await askPredecessors(this.state, task);
    this.view.scroller.focus({ preventScroll: true });
    for (const id of wishes?.removed ?? []) this.commands.unlink(id);
    for (const { id, ...terms } of wishes?.changed ?? []) this.commands.relink(id, terms);
    for (const { pred, type, lag, unit } of wishes?.added ?? [])
      this.commands.link(pred, task.id, type, lag, unit);
  }

  // --- events of the page

  private onKey(event: KeyboardEvent): void {
    if (isTyping(event) || event.isComposing) return;
    if (event.key !== "Escape" && event.key !== "Tab") this.tabIndents = true;
    const inside = this.tabIndents && this.state.activeId !== null && this.state.canEdit;
    if (runKey(event, this, inside)) event.preventDefault();
  }

  private rowUnder(event: Event): { id: string; at: number; cell: Element | null } | null {
    const target = event.target as Element;
    const id = target.closest<HTMLElement>(".yg-row")?.dataset.id;
    const cell = target.closest(".yg-cell");
    const at = Number(cell?.getAttribute("aria-colindex") ?? this.state.activeColumn + 1) - 1;
    return id ? { id, at, cell } : null;
  }

  private onClick(event: MouseEvent): void {
    const target = event.target as Element;
    const head = target.closest<HTMLElement>("[data-sort]")?.dataset.sort;
    if (head) return this.sort(head);
    const link = target.closest<SVGElement>("[data-link]")?.dataset.link;
    if (link && this.state.canEdit) return this.linkMenu(link, event);
    const under = this.rowUnder(event);
    if (!under || isTyping(event)) return;
    const again =
      this.state.activeId === under.id && this.state.activeColumn === under.at && under.cell;
    const task = this.state.model.get(under.id);
    this.tabIndents = true;
    this.view.scroller.focus({ preventScroll: true });
    this.select(under.id, under.at);
    if (target.closest("button.yg-fold")) this.fold(null);
    else if (target.closest(".yg-more")) this.showMenu(target.closest(".yg-more") ?? target);
    else if (again && task) this.editCell(task, under.at, null);
  }

  private onDoubleClick(event: MouseEvent): void {
    const bar = (event.target as Element).closest<SVGElement>("[data-bar]");
    if (bar) this.openPage();
  }

  private onContext(event: MouseEvent): void {
    const bar = (event.target as Element).closest<SVGElement>("[data-bar]")?.dataset.bar;
    const id = bar ?? this.rowUnder(event)?.id;
    if (!id || isTyping(event)) return;
    event.preventDefault();
    this.select(id);
    this.showMenu({ x: event.clientX, y: event.clientY });
  }

  private linkMenu(id: string, event: MouseEvent): void {
    const succ = this.state.model.get(
      this.state.model.links.find((link) => link.id === id)?.succ ?? null,
    );
    const edit: Choice = {
      text: t("gantt.link_edit"),
      icon: "link",
      run: () => {
        if (succ) void this.editPredecessors(succ);
      },
    };
    const choice: Choice = {
      text: t("gantt.link_remove"),
      icon: "trash",
      danger: true,
      run: () => this.commands.unlink(id),
    };
    showMenu([edit, choice], { x: event.clientX, y: event.clientY });
  }

  private onPaste(event: ClipboardEvent): void {
    if (isTyping(event) || !this.state.canEdit) return;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const rows = pastedTasks(text, this.state.context.year);
    if (rows.length === 0) return;
    event.preventDefault();
    this.commands.paste(rows, this.state.activeId);
  }

  /** What to say when the schedule cannot be fetched. */
  static reason(error: unknown): string {
    return error instanceof ApiError ? error.message : t("error.server");
  }
}
