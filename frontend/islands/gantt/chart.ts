/** The right-hand side as SVG text: bars, links, bands, the axis. Names are escaped here. */
import { type Day, dayOf, shortDate } from "../../lib/dates";
import { language, t } from "../../lib/i18n";
import {
  BAR_HEIGHT,
  BAR_TOP,
  type Box,
  barOf,
  HEAD,
  linkPath,
  milestoneX,
  ROW,
  ticks,
  type Window,
  widthOf,
  xOf,
} from "./layout";
import type { State } from "./state";
import type { Link, Task } from "./types";

/** The part of the time axis that is drawn. */
export interface Span {
  from: Day;
  to: Day;
}

export function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

const fixed = (value: number) => Math.round(value * 10) / 10;

/** The two lines of the time axis and the badge of today. */
export function axis(state: State, span: Span): string {
  const { major, minor } = ticks(state.scale, span.from, span.to, language() === "en");
  const lines = major.map(
    (tick) =>
      `<path class="edge" d="M${fixed(tick.x)} 0V${HEAD}"/><text class="major" x="${fixed(tick.x) + 6}" y="18">${tick.label}</text>`,
  );
  const small = minor.map(
    (tick) =>
      `<text class="minor" x="${fixed(tick.x + tick.width / 2)}" y="38" text-anchor="middle">${tick.label}</text>`,
  );
  const x = fixed(xOf(state.scale, state.today) + state.scale.step / 2);
  const half = language() === "en" ? 21 : 17;
  const badge = `<g class="today" transform="translate(${x} 24)"><rect x="-${half}" width="${2 * half}" height="17" rx="3"/><text y="12.5" text-anchor="middle">${t("gantt.today")}</text></g>`;
  return lines.join("") + small.join("") + badge;
}

/** Behind the bars: days off, holidays with their names, lines of the axis, today. */
export function bands(state: State, span: Span, height: number): string {
  const { scale, work } = state;
  const parts: string[] = [];
  if (scale.step >= 10) {
    for (const [from, to] of work.runs(span.from, span.to)) {
      parts.push(
        `<rect class="off" x="${fixed(xOf(scale, from))}" width="${fixed((to - from + 1) * scale.step)}" height="${height}"/>`,
      );
    }
  }
  for (const [from, to, name] of state.bands) {
    if (to < span.from || from > span.to) continue;
    const x = fixed(xOf(scale, from));
    const width = fixed((to - from + 1) * scale.step);
    parts.push(`<rect class="holiday" x="${x}" width="${width}" height="${height}"/>`);
    parts.push(
      `<text class="holiday-name" x="${fixed(x + width / 2)}" y="${height - 8}" text-anchor="middle">${escapeText(name)}</text>`,
    );
  }
  for (const tick of ticks(scale, span.from, span.to, false).major) {
    parts.push(`<path class="edge" d="M${fixed(tick.x)} 0V${height}"/>`);
  }
  const x = fixed(xOf(scale, state.today) + scale.step / 2);
  parts.push(`<path class="today" d="M${x} 0V${height}"/>`);
  return parts.join("");
}

/** Bars and links of the rows in the window; y is counted from the window's first row. */
export function chart(state: State, window: Window, span: Span, near: Link[]): string {
  const left = xOf(state.scale, span.from);
  const right = xOf(state.scale, span.to + 1);
  const bars: string[] = [];
  for (let row = window.first; row <= window.last; row += 1) {
    const task = state.model.rows[row];
    if (task) bars.push(barGroup(state, state.shown(task), row - window.first, left, right));
  }
  const links = near.map((link) => linkGroup(state, link, window, left, right));
  return links.join("") + bars.join("");
}

function barGroup(state: State, task: Task, row: number, left: number, right: number): string {
  const box = barOf(state.scale, task.start, task.finish);
  if (!box || box.x > right || box.x + box.width + 200 < left) return "";
  const y = row * ROW;
  const summary = state.model.isSummary(task);
  const kind = task.kind === "milestone" ? "milestone" : summary ? "summary" : "task";
  const classes = [
    "bar",
    kind,
    task.critical ? "critical" : "",
    task.id === state.activeId ? "active" : "",
    task.percent >= 100 ? "done" : "",
  ].filter(Boolean);
  const shape =
    kind === "milestone"
      ? milestone(state, task)
      : kind === "summary"
        ? bracket(box)
        : taskBar(state, task, box);
  const hint = `<title>${escapeText(barTitle(state, task))}</title>`;
  return `<g class="${classes.join(" ")}" data-bar="${escapeText(task.id)}" transform="translate(0 ${y})">${hint}${extras(state, task, box, kind)}${shape}</g>`;
}

function barTitle(state: State, task: Task): string {
  const label = t("gantt.bar_label", {
    name: `${task.ref} ${task.name}`.trim(),
    start: shortDate(task.start, state.context.year),
    finish: shortDate(task.finish, state.context.year),
    percent: `${Math.round(task.percent)}%`,
  });
  return task.critical ? `${label} · ${t("gantt.critical")}` : label;
}

/** A task: rounded; a critical one is square with a pointed end, so that colour is not alone. */
function taskBar(state: State, task: Task, { x, width }: Box): string {
  const w = fixed(width);
  const left = fixed(x);
  const top = BAR_TOP;
  const done = fixed((width * Math.min(Math.max(task.percent, 0), 100)) / 100);
  const point = Math.min(5, w / 2);
  const outline = task.critical
    ? `M${left} ${top}h${w - point}l${point} ${BAR_HEIGHT / 2}l${-point} ${BAR_HEIGHT / 2}h${-(w - point)}z`
    : roundRect(left, top, w);
  const clip = Math.min(done, task.critical && done < w ? w - point : w);
  const fill =
    done <= 0
      ? ""
      : done >= w
        ? `<path class="done-part" d="${outline}"/>`
        : `<path class="done-part" d="${task.critical ? `M${left} ${top}h${clip}v${BAR_HEIGHT}h${-clip}z` : roundRect(left, top, clip)}"/>`;
  const parts = `<path class="body" data-part="bar" d="${outline}"/>${fill}`;
  return state.canEdit ? parts + handles(left, w, done) : parts;
}

function roundRect(x: number, y: number, width: number): string {
  const r = Math.min(3, width / 2);
  const w = fixed(width - 2 * r);
  const h = BAR_HEIGHT - 2 * r;
  return `M${fixed(x + r)} ${y}h${w}q${r} 0 ${r} ${r}v${h}q0 ${r} ${-r} ${r}h${-w}q${-r} 0 ${-r} ${-r}v${-h}q0 ${-r} ${r} ${-r}z`;
}

function handles(x: number, width: number, done: number): string {
  const middle = BAR_TOP + BAR_HEIGHT / 2;
  const end = x + width;
  const slider = fixed(x + done);
  return (
    `<rect class="grab resize" data-part="resize" x="${end - Math.min(7, width / 3)}" y="${BAR_TOP}" width="${Math.min(7, width / 3) + 2}" height="${BAR_HEIGHT}"/>` +
    `<path class="grab slide" data-part="progress" d="M${slider} ${BAR_TOP + BAR_HEIGHT - 5}l5 8h-10z"/>` +
    `<circle class="grab joint" data-part="link" cx="${end + 9}" cy="${middle}" r="4.5"/>`
  );
}

function bracket({ x, width }: Box): string {
  const left = fixed(x);
  const w = fixed(width);
  const horn = Math.min(6, w / 2);
  const top = BAR_TOP + 3;
  return `<path class="body" d="M${left} ${top}h${w}v9l${-horn} -5h${-(w - 2 * horn)}l${-horn} 5z"/>`;
}

function milestone(state: State, task: Task): string {
  const x = fixed(milestoneX(state.scale, task) ?? 0);
  const middle = BAR_TOP + BAR_HEIGHT / 2;
  const joint = state.canEdit
    ? `<circle class="grab joint" data-part="link" cx="${x + 13}" cy="${middle}" r="4.5"/>`
    : "";
  const ring = task.critical
    ? `<path class="ring" d="M${x} ${middle - 10}l10 10l-10 10l-10 -10z"/>`
    : "";
  return `${ring}<path class="body" data-part="bar" d="M${x} ${middle - 7}l7 7l-7 7l-7 -7z"/>${joint}`;
}

/** Baseline, float, deadline and the words beside the bar. */
function extras(state: State, task: Task, box: Box, kind: string): string {
  const parts: string[] = [];
  const base =
    kind === "task" ? barOf(state.scale, task.baseline_start, task.baseline_finish) : null;
  if (base)
    parts.push(
      `<rect class="baseline" x="${fixed(base.x)}" y="${BAR_TOP + BAR_HEIGHT + 2}" width="${fixed(base.width)}" height="3" rx="1"/>`,
    );
  const end = box.x + box.width;
  let labelX = end + (kind === "milestone" ? 16 : kind === "summary" ? 8 : 18);
  const finish = dayOf(task.finish);
  if (kind === "task" && finish !== null && (task.total_float ?? 0) > 0 && task.percent < 100) {
    const to = xOf(state.scale, state.work.shift(finish, Math.round(task.total_float ?? 0)) + 1);
    const y = BAR_TOP + BAR_HEIGHT / 2;
    parts.push(
      `<path class="float" d="M${fixed(end)} ${y}H${fixed(to)}M${fixed(to)} ${y - 4}v8"/>`,
    );
    labelX = Math.max(labelX, to + 6);
  }
  const deadline = dayOf(task.deadline);
  if (deadline !== null) {
    const x = fixed(xOf(state.scale, deadline + 1));
    const missed = finish !== null && finish > deadline ? " missed" : "";
    parts.push(`<path class="deadline${missed}" d="M${x - 5} ${BAR_TOP - 3}h10l-5 9z"/>`);
  }
  const words = labelOf(state, task, kind);
  if (words)
    parts.push(
      `<text class="words ${words.tone}" x="${fixed(labelX)}" y="${BAR_TOP + 11}">${escapeText(words.text)}</text>`,
    );
  return parts.join("");
}

function labelOf(state: State, task: Task, kind: string): { text: string; tone: string } | null {
  const late = lateness(state, task);
  const missed = overdue(state, task);
  if (missed > 0 && kind !== "summary") {
    const text = t("gantt.past_deadline", { n: missed });
    return { text: kind === "milestone" ? `${task.name} · ${text}` : text, tone: "missed" };
  }
  const slipped = late > 0 ? t("gantt.late", { n: late }) : "";
  if (kind === "milestone")
    return { text: slipped ? `${task.name} · ${slipped}` : task.name, tone: slipped ? "late" : "" };
  if (kind === "task" && slipped) return { text: slipped, tone: "late" };
  if (kind === "summary") return { text: `${Math.round(task.percent)}%`, tone: "" };
  return null;
}

/** Working days past the task's own deadline; 0 when it holds or there is none. */
function overdue(state: State, task: Task): number {
  const deadline = dayOf(task.deadline);
  const finish = dayOf(task.finish);
  if (deadline === null || finish === null || finish <= deadline) return 0;
  return state.work.between(deadline + 1, finish);
}

/** Working days behind the baseline; 0 when on time or without one. */
export function lateness(state: State, task: Task): number {
  return Math.max(state.variance(task) ?? 0, 0);
}

function linkGroup(state: State, link: Link, window: Window, left: number, right: number): string {
  const from = state.model.rowOf(link.pred);
  const to = state.model.rowOf(link.succ);
  if (from < 0 || to < 0) return "";
  if (Math.max(from, to) < window.first || Math.min(from, to) > window.last) return "";
  const pred = state.model.rows[from];
  const succ = state.model.rows[to];
  if (!pred || !succ) return "";
  const a = endsOf(state, state.shown(pred), from - window.first);
  const b = endsOf(state, state.shown(succ), to - window.first);
  if (!a || !b || Math.max(a.x2, b.x2) < left || Math.min(a.x1, b.x1) > right) return "";
  const { line, head } = linkPath(link.type, { from: a, to: b });
  const critical = pred.critical && succ.critical ? " critical" : "";
  return `<g class="link${critical}" data-link="${escapeText(link.id)}"><path class="line" d="${line}"/><path class="head" d="${head}"/>${state.canEdit ? `<path class="grab" d="${line}"/>` : ""}</g>`;
}

function endsOf(state: State, task: Task, row: number) {
  if (task.kind === "milestone") {
    const x = milestoneX(state.scale, task);
    return x === null ? null : { x1: x - 7, x2: x + 7, row, middle: x };
  }
  const box = barOf(state.scale, task.start, task.finish);
  return box ? { x1: fixed(box.x), x2: fixed(box.x + box.width), row } : null;
}

/** The days to draw for a scrolled view: what is seen and as much again on either side. */
export function spanFor(state: State, left: number, width: number): Span {
  const step = state.scale.step;
  const from = state.scale.first + Math.floor((left - width) / step);
  const to = state.scale.first + Math.ceil((left + 2 * width) / step);
  return { from: Math.max(from, state.scale.first), to: Math.min(to, state.scale.last) };
}

export function coversSpan(state: State, drawn: Span, left: number, width: number): boolean {
  const start = state.scale.first + Math.floor(left / state.scale.step);
  const end = Math.min(
    state.scale.first + Math.ceil((left + width) / state.scale.step),
    state.scale.last,
  );
  return drawn.from <= start && drawn.to >= end && widthOf(state.scale) > 0;
}
