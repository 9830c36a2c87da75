/** The page side: one scroller, rows that come and go, the chart beside them. */
import { h, uniqueId } from "../../lib/dom";
import { t } from "../../lib/i18n";
import { iconMarkup } from "../../lib/icons";
import { axis, bands, chart, coversSpan, escapeText, type Span, spanFor } from "./chart";
import { type Column, cellText } from "./columns";
import { covers, HEAD, ROW, rowWindow, type Window, widthOf, xOf } from "./layout";
import type { State } from "./state";
import type { Link, Task } from "./types";

const SVG = "http://www.w3.org/2000/svg";
const INDENT = 14;
/** Rows in one piece of the chart. */
const PIECE = 16;

function svg(name: string): SVGSVGElement {
  const element = document.createElementNS(SVG, "svg");
  element.setAttribute("class", name);
  element.setAttribute("aria-hidden", "true");
  return element;
}

export class View {
  readonly scroller = h("div", {
    class: "yg-scroll",
    role: "treegrid",
    tabindex: "0",
    "aria-multiselectable": "false",
  });
  readonly frame = h("div", { class: "yg-frame" });
  readonly splitter = h("div", {
    class: "yg-split",
    role: "separator",
    tabindex: "0",
    "aria-orientation": "vertical",
  });
  readonly status = h("div", { class: "visually-hidden", role: "status" });
  readonly chartLayer = h("div", { class: "yg-chart", role: "presentation" });
  gridWidth = 460;
  /** The row being edited: it is not drawn anew. */
  held: string | null = null;
  private readonly id = uniqueId("yg");
  private readonly canvas = h("div", { class: "yg-canvas", role: "presentation" });
  private readonly head = h("div", { class: "yg-head", role: "row", "aria-rowindex": "1" });
  private readonly headCells = h("div", { class: "yg-head-cells", role: "presentation" });
  private readonly axisLayer = svg("yg-axis");
  private readonly bandHolder = h("div", { class: "yg-bands", role: "presentation" });
  private readonly bandLayer = svg("yg-band");
  private readonly rowHolder = h("div", { class: "yg-rows", role: "rowgroup" });
  private readonly rows = new Map<string, HTMLElement>();
  /** Pieces of the chart, a fixed number of rows each: scrolling adds and drops pieces, no more. */
  private readonly pieces = new Map<number, SVGSVGElement>();
  private readonly links = new Map<number, Link[]>();
  private readonly rubberLayer = svg("yg-rubber");
  private readonly dropLine = h("div", { class: "yg-drop", hidden: true });
  private drawnRows: Window = { first: 0, last: -1 };
  private drawnSpan: Span = { from: 0, to: -1 };
  private drawnHeight = 0;
  private activeRow: HTMLElement | undefined;
  private activeCell: HTMLElement | undefined;
  private frameAsked = 0;
  private stale = true;

  constructor(private readonly state: State) {
    this.head.append(this.headCells, this.axisLayer);
    this.bandHolder.append(this.bandLayer);
    this.canvas.append(
      this.head,
      this.bandHolder,
      this.rowHolder,
      this.chartLayer,
      this.rubberLayer,
      this.dropLine,
    );
    this.scroller.append(this.canvas);
    this.frame.append(this.scroller);
    if (this.hasChart) this.frame.append(this.splitter);
    this.frame.append(this.status);
    this.scroller.addEventListener("scroll", () => this.ask(), { passive: true });
  }

  get hasChart(): boolean {
    return this.state.mode === "gantt";
  }

  get fullWidth(): number {
    return this.state.columns.reduce((sum, column) => sum + column.width, 0);
  }

  /** Width left for the time axis. */
  get chartWidth(): number {
    return Math.max(this.scroller.clientWidth - this.gridWidth, 120);
  }

  /** Everything is drawn anew at the next frame. */
  refresh(): void {
    this.stale = true;
    this.ask();
  }

  private ask(): void {
    if (!this.frameAsked) this.frameAsked = requestAnimationFrame(() => this.draw());
  }

  cancel(): void {
    cancelAnimationFrame(this.frameAsked);
    this.frameAsked = 0;
  }

  /** Draws now; tests and measurements call it as well. */
  draw(): void {
    this.frameAsked = 0;
    if (this.stale) {
      this.drawFrame();
      this.sortLinks();
    }
    const { scrollTop, scrollLeft, clientHeight } = this.scroller;
    const height = Math.max(clientHeight - HEAD, 0);
    const count = this.state.model.rows.length;
    const rowsHold = !this.stale && covers(this.drawnRows, scrollTop, height, count);
    const spanHolds =
      !this.hasChart || coversSpan(this.state, this.drawnSpan, scrollLeft, this.chartWidth);
    if (!rowsHold) this.drawnRows = rowWindow(scrollTop, height, count);
    if (!spanHolds || this.stale) this.drawnSpan = spanFor(this.state, scrollLeft, this.chartWidth);
    if (!rowsHold) this.drawRows();
    if (this.hasChart && (this.stale || !spanHolds || this.drawnHeight !== height))
      this.drawAxis(height);
    if (this.hasChart && (this.stale || !spanHolds)) this.drawChart();
    else if (this.hasChart && !rowsHold) this.drawPieces(false);
    this.stale = false;
    this.markActive();
  }

  private drawFrame(): void {
    const { state } = this;
    if (!this.hasChart) this.gridWidth = Math.max(this.fullWidth, this.scroller.clientWidth);
    const width = this.gridWidth + (this.hasChart ? widthOf(state.scale) : 0);
    this.canvas.style.width = `${Math.ceil(width)}px`;
    this.canvas.style.height = `${HEAD + Math.max(state.model.rows.length, 1) * ROW}px`;
    this.frame.style.setProperty("--grid", `${this.gridWidth}px`);
    this.scroller.setAttribute("aria-label", t("gantt.label", { project: state.project.name }));
    this.scroller.setAttribute("aria-rowcount", String(state.model.rows.length + 1));
    this.scroller.setAttribute("aria-colcount", String(state.columns.length));
    this.scroller.setAttribute("aria-readonly", String(!state.canEdit));
    this.splitter.setAttribute("aria-label", t("gantt.columns_drag"));
    this.splitter.setAttribute("aria-valuenow", String(Math.round(this.gridWidth)));
    this.splitter.setAttribute("aria-valuemin", "120");
    this.splitter.setAttribute("aria-valuemax", String(Math.round(this.fullWidth)));
    this.headCells.replaceChildren(
      ...state.columns.map((column, at) => {
        this.frame.style.setProperty(`--yg-c${at + 1}`, `${this.cellWidth(at)}px`);
        return this.headCell(column, at);
      }),
    );
    for (const [id, row] of this.rows) {
      if (id !== this.held) row.remove();
    }
    const held = this.held ? this.rows.get(this.held) : undefined;
    this.rows.clear();
    if (held && this.held) this.rows.set(this.held, held);
    this.drawnRows = { first: 0, last: -1 };
  }

  /** In the list a head sorts: ascending, descending, back to the outline. */
  private headCell(column: Column, at: number): HTMLElement {
    const { mode, order } = this.state;
    const sorts = mode === "list";
    const way = order === column.key ? "ascending" : order === `-${column.key}` ? "descending" : "";
    return h(
      "div",
      {
        class: `yg-cell${column.numeric ? " num" : ""}${sorts ? " yg-sorts" : ""}`,
        role: "columnheader",
        "aria-colindex": at + 1,
        "aria-sort": sorts ? way || "none" : null,
        "data-sort": sorts ? column.key : null,
        title: sorts ? t("gantt.sort_hint") : null,
      },
      t(column.title),
      way &&
        h("span", {
          class: "yg-way",
          "aria-hidden": "true",
          text: way === "ascending" ? "↑" : "↓",
        }),
    );
  }

  /** The name takes what is left where there is no chart. */
  private cellWidth(at: number): number {
    const column = this.state.columns[at];
    if (!column) return 0;
    const spare = this.hasChart ? 0 : Math.max(this.gridWidth - this.fullWidth, 0);
    return column.width + (column.key === "name" ? spare : 0);
  }

  private drawRows(): void {
    const wanted = new Set<string>();
    const { first, last } = this.drawnRows;
    const rows = this.state.model.rows.slice(first, last + 1);
    for (const task of rows) wanted.add(task.id);
    for (const [id, row] of this.rows) {
      if (wanted.has(id) || id === this.held) continue;
      row.remove();
      this.rows.delete(id);
    }
    this.buildRows(rows.filter((task) => !this.rows.has(task.id)));
    for (const [at, task] of rows.entries()) {
      const row = this.rows.get(task.id);
      if (!row) continue;
      row.style.top = `${HEAD + (first + at) * ROW}px`;
      row.setAttribute("aria-rowindex", String(first + at + 2));
    }
    this.state.flash.clear();
  }

  /** All rows that are missing in one go: parsing one text is far cheaper than many. */
  private buildRows(tasks: Task[]): void {
    if (tasks.length === 0) return;
    const holder = document.createElement("template");
    holder.innerHTML = tasks.map((task) => this.rowMarkup(task)).join("");
    const made = [...holder.content.children] as HTMLElement[];
    for (const [at, task] of tasks.entries()) {
      const row = made[at] as HTMLElement;
      this.rows.set(task.id, row);
      const mark = this.state.marks.element(task.id);
      if (mark) row.querySelector(".yg-text")?.after(mark);
    }
    this.rowHolder.append(holder.content);
  }

  private rowMarkup(task: Task): string {
    const { state } = this;
    const summary = state.model.isSummary(task);
    const open = state.model.hasChildren(task.id);
    const classes = [
      "yg-row",
      summary ? "summary" : "",
      task.critical && !summary ? "critical" : "",
      state.flash.has(task.id) ? "flash" : "",
    ];
    const expanded = open ? ` aria-expanded="${!state.model.folded.has(task.id)}"` : "";
    const level = state.model.sort ? 1 : task.depth + 1;
    const cells = state.columns
      .map((_column, at) => this.cellMarkup(task, at, summary, open))
      .join("");
    return `<div class="${classes.filter(Boolean).join(" ")}" role="row" data-id="${escapeText(task.id)}" aria-level="${level}" aria-selected="false"${expanded}><div class="yg-cells" role="presentation">${cells}</div></div>`;
  }

  private cellMarkup(task: Task, at: number, summary: boolean, open: boolean): string {
    const column = this.state.columns[at];
    if (!column) return "";
    const text = escapeText(cellText(task, column.key, this.state.context));
    const classes = [
      "yg-cell",
      column.numeric ? "num" : "",
      column.key === "name" ? "yg-name" : `yg-${column.key}`,
    ];
    const zero =
      column.key === "total_float" &&
      task.total_float !== null &&
      task.total_float <= 0 &&
      task.critical &&
      !summary;
    if (zero) classes.push("zero");
    const id = `${this.id}-${at}-${task.id}`;
    if (column.key === "variance" && (this.state.variance(task) ?? 0) > 0) classes.push("behind");
    if (column.key === "wbs" && this.state.canEdit && !this.state.model.sort)
      classes.push("yg-grip");
    const body = column.key === "name" ? this.nameMarkup(task, text, open) : text;
    return `<div class="${classes.join(" ")}" role="gridcell" aria-colindex="${at + 1}" id="${escapeText(id)}">${body}</div>`;
  }

  private nameMarkup(task: Task, text: string, open: boolean): string {
    const folded = this.state.model.folded.has(task.id);
    const fold = open
      ? `<button type="button" class="yg-fold" tabindex="-1" aria-label="${t(folded ? "gantt.unfold" : "gantt.fold")}">${iconMarkup(folded ? "chevron_right" : "chevron_down")}</button>`
      : '<span class="yg-fold"></span>';
    const more = `<button type="button" class="yg-more" tabindex="-1" aria-label="${t("gantt.row_menu")}">${iconMarkup("more")}</button>`;
    const mark =
      task.critical && !this.state.model.isSummary(task)
        ? `<span class="visually-hidden">${t("gantt.critical")} </span>`
        : "";
    return `${fold}<span class="yg-text">${mark}${text}</span>${more}`;
  }

  private place(layer: SVGSVGElement, width: number, height: number, x: number): void {
    layer.setAttribute("width", String(width));
    layer.setAttribute("height", String(height));
    layer.setAttribute("viewBox", `${x} 0 ${width} ${height}`);
    layer.style.left = `${this.gridWidth + x}px`;
  }

  private get spanBox(): { x: number; width: number } {
    const x = xOf(this.state.scale, this.drawnSpan.from);
    return { x, width: Math.max(xOf(this.state.scale, this.drawnSpan.to + 1) - x, 1) };
  }

  private drawAxis(height: number): void {
    const { x, width } = this.spanBox;
    this.drawnHeight = height;
    this.place(this.axisLayer, width, HEAD, x);
    this.axisLayer.innerHTML = axis(this.state, this.drawnSpan);
    const tall = Math.min(height, Math.max(this.state.model.rows.length, 1) * ROW);
    this.place(this.bandLayer, width, tall, x);
    this.bandLayer.innerHTML = bands(this.state, this.drawnSpan, tall);
  }

  /** Bars and links alone: what changes while something is dragged. */
  drawChart(): void {
    this.drawPieces(true);
    this.drawRubber();
  }

  /** Which links cross which piece: a piece then looks at its own alone, of thousands. */
  private sortLinks(): void {
    const { model } = this.state;
    this.links.clear();
    if (!this.hasChart) return;
    for (const link of model.links) {
      const from = model.rowOf(link.pred);
      const to = model.rowOf(link.succ);
      if (from < 0 || to < 0) continue;
      const last = Math.floor(Math.max(from, to) / PIECE);
      for (let at = Math.floor(Math.min(from, to) / PIECE); at <= last; at += 1) {
        const known = this.links.get(at);
        if (known) known.push(link);
        else this.links.set(at, [link]);
      }
    }
  }

  private drawPieces(anew: boolean): void {
    const { x, width } = this.spanBox;
    const { first, last } = this.drawnRows;
    const from = Math.floor(first / PIECE);
    const to = Math.floor(last / PIECE);
    for (const [at, piece] of this.pieces) {
      if (at >= from && at <= to) continue;
      piece.remove();
      this.pieces.delete(at);
    }
    for (let at = from; at <= to; at += 1) {
      const known = this.pieces.get(at);
      if (known && !anew) continue;
      const piece = known ?? svg("yg-piece");
      this.place(piece, width, PIECE * ROW, x);
      piece.style.top = `${HEAD + at * PIECE * ROW}px`;
      const rows = { first: at * PIECE, last: (at + 1) * PIECE - 1 };
      piece.innerHTML = chart(this.state, rows, this.drawnSpan, this.links.get(at) ?? []);
      if (!known) this.chartLayer.append(piece);
      this.pieces.set(at, piece);
    }
  }

  /** The line of a link being drawn lies over all pieces. */
  private drawRubber(): void {
    const line = this.state.rubber;
    this.rubberLayer.toggleAttribute("hidden", line === null);
    this.rubberLayer.innerHTML = "";
    if (!line) return;
    const { x, width } = this.spanBox;
    const top = this.scroller.scrollTop;
    const height = this.scroller.clientHeight;
    this.place(this.rubberLayer, width, height, x);
    this.rubberLayer.setAttribute("viewBox", `${x} ${top} ${width} ${height}`);
    this.rubberLayer.style.top = `${HEAD + top}px`;
    this.rubberLayer.innerHTML = `<path class="rubber" d="M${line.fromX} ${line.fromY}L${line.x} ${line.y}"/>`;
  }

  /** The line at which a dragged row would land; null takes it away. */
  showDrop(drop: { row: number; depth: number } | null): void {
    this.dropLine.hidden = drop === null;
    if (!drop) return;
    const before = this.state.columns.findIndex((column) => column.key === "name");
    const indent = this.state.columns.slice(0, before).reduce((sum, each) => sum + each.width, 0);
    this.dropLine.style.top = `${HEAD + drop.row * ROW - 1}px`;
    this.dropLine.style.left = `${this.scroller.scrollLeft + indent + 4 + drop.depth * INDENT}px`;
    this.dropLine.style.width = `${Math.max(this.gridWidth - indent - drop.depth * INDENT, 60)}px`;
  }

  /** Point of a pointer event in chart coordinates: x from the scale's first day, y from row 0. */
  chartPoint(event: { clientX: number; clientY: number }): { x: number; y: number } {
    const box = this.canvas.getBoundingClientRect();
    return { x: event.clientX - box.left - this.gridWidth, y: event.clientY - box.top - HEAD };
  }

  private markActive(): void {
    const { state } = this;
    const row = this.rows.get(state.activeId ?? "");
    const cell = row
      ? (this.cell(state.activeId ?? "", state.activeColumn) ?? undefined)
      : undefined;
    if (row !== this.activeRow) {
      this.activeRow?.setAttribute("aria-selected", "false");
      row?.setAttribute("aria-selected", "true");
      this.activeRow = row;
    }
    if (cell !== this.activeCell) {
      this.activeCell?.classList.remove("active");
      cell?.classList.add("active");
      this.activeCell = cell;
    }
    if (cell) this.scroller.setAttribute("aria-activedescendant", cell.id);
    else this.scroller.removeAttribute("aria-activedescendant");
  }

  cell(id: string, at: number): HTMLElement | null {
    return (this.rows.get(id)?.firstElementChild?.children[at] as HTMLElement | undefined) ?? null;
  }

  /** Brings the active row, and its cell, into view. */
  reveal(): void {
    const row = this.state.activeRow;
    if (row < 0) return;
    const top = row * ROW;
    const height = this.scroller.clientHeight - HEAD;
    if (top < this.scroller.scrollTop) this.scroller.scrollTop = top;
    else if (top + ROW > this.scroller.scrollTop + height)
      this.scroller.scrollTop = top + ROW - height;
    if (this.hasChart) this.widenTo(this.state.activeColumn);
    else
      this.cell(this.state.activeId ?? "", this.state.activeColumn)?.scrollIntoView({
        block: "nearest",
        inline: "nearest",
      });
    this.ask();
  }

  /** A cell the user walks to must show: the grid grows to it. */
  private widenTo(at: number): void {
    const needed = this.state.columns
      .slice(0, at + 1)
      .reduce((sum, column) => sum + column.width, 0);
    if (needed > this.gridWidth) {
      this.gridWidth = needed;
      this.refresh();
    }
  }

  /** Scrolls the time axis so that a day stands a third of the way in. */
  showDay(day: number): void {
    this.scroller.scrollLeft = Math.max(0, xOf(this.state.scale, day) - this.chartWidth / 3);
    this.ask();
  }

  announce(text: string): void {
    this.status.textContent = text;
  }
}
