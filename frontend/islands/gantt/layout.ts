/** Geometry of the chart: pure, no DOM. Days are whole numbers (lib/dates), lengths are pixels. */
import { type Day, dayOf, isoOf, partsOf, weekOf } from "../../lib/dates";
import type { LinkType, Task } from "./types";

export const ROW = 30;
export const HEAD = 48;
export const BAR_TOP = 7;
export const BAR_HEIGHT = 14;

export const ZOOMS = ["day", "week", "month", "quarter"] as const;
export type Zoom = (typeof ZOOMS)[number];

const PIXELS: Record<Zoom, number> = { day: 32, week: 13, month: 4.75, quarter: 1.75 };

/** Days drawn left and right of the project, so that there is room to drag. */
const MARGIN: Record<Zoom, number> = { day: 7, week: 14, month: 28, quarter: 90 };

export interface Scale {
  zoom: Zoom;
  first: Day;
  last: Day;
  /** Pixels a day. */
  step: number;
}

/** The scale that holds all dates, begun on a Monday. */
export function scaleFor(zoom: Zoom, first: Day, last: Day, width = 0): Scale {
  const step = PIXELS[zoom];
  const from = first - MARGIN[zoom];
  const monday = from - partsOf(from).weekday;
  const to = Math.max(last + MARGIN[zoom] * 2, monday + Math.ceil(width / step));
  return { zoom, first: monday, last: to, step };
}

/** Left edge of a day. */
export function xOf(scale: Scale, day: Day): number {
  return (day - scale.first) * scale.step;
}

/** The day under a point. */
export function dayAt(scale: Scale, x: number): Day {
  return scale.first + Math.floor(x / scale.step);
}

export function widthOf(scale: Scale): number {
  return (scale.last - scale.first + 1) * scale.step;
}

/** How many widths of the view a project may take: months scroll gladly, days should show whole. */
const ROOM: Record<Zoom, number> = {
  day: 1.1,
  week: 1.4,
  month: 3,
  quarter: Number.POSITIVE_INFINITY,
};

/** The finest zoom in which the project is still easy to take in. */
export function fittingZoom(first: Day, last: Day, width: number): Zoom {
  const days = last - first + 1;
  return ZOOMS.find((zoom) => days * PIXELS[zoom] <= width * ROOM[zoom]) ?? "quarter";
}

/** First and last day that any task, baseline or deadline touches. */
export function extent(tasks: Iterable<Task>, dates: (string | null | undefined)[]): [Day, Day] {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  const take = (iso: string | null | undefined) => {
    const day = dayOf(iso);
    if (day === null) return;
    if (day < first) first = day;
    if (day > last) last = day;
  };
  for (const iso of dates) take(iso);
  for (const task of tasks) {
    take(task.start);
    take(task.finish);
    take(task.baseline_start);
    take(task.baseline_finish);
    take(task.deadline);
  }
  return Number.isFinite(first) ? [first, last] : [0, 0];
}

/** The day at which the chart opens: today, or the first of the tasks when today is not among them. */
export function openingDay(tasks: Iterable<Task>, today: Day): Day {
  const [first, last] = extent(tasks, []);
  return last === 0 || (today >= first && today <= last) ? today : first;
}

export interface Box {
  x: number;
  width: number;
}

/** Bar of a task: from the morning of its start to the evening of its finish. */
export function barOf(scale: Scale, start: string | null, finish: string | null): Box | null {
  const from = dayOf(start);
  const to = dayOf(finish) ?? from;
  if (from === null || to === null) return null;
  return { x: xOf(scale, from), width: Math.max((to - from + 1) * scale.step, 3) };
}

/** Middle of a milestone's diamond: the end of its day, or the day's middle where a day is wide. */
export function milestoneX(scale: Scale, task: Task): number | null {
  const day = dayOf(task.finish ?? task.start);
  return day === null ? null : xOf(scale, day) + (scale.step > 16 ? scale.step / 2 : scale.step);
}

export interface Tick {
  x: number;
  width: number;
  day: Day;
}

/** Starts of months between two days, each with its width. */
export function months(scale: Scale, from: Day, to: Day, every = 1): Tick[] {
  const ticks: Tick[] = [];
  let { year, month } = partsOf(from);
  month = Math.floor((month - 1) / every) * every + 1;
  for (;;) {
    const day = dayOf(`${year}-${String(month).padStart(2, "0")}-01`) ?? 0;
    if (day > to) return ticks;
    const after = month + every;
    year += after > 12 ? 1 : 0;
    month = after > 12 ? after - 12 : after;
    const next = dayOf(`${year}-${String(month).padStart(2, "0")}-01`) ?? day + 31;
    ticks.push({ x: xOf(scale, day), width: (next - day) * scale.step, day });
  }
}

/** Mondays (every = 7) or days (every = 1) between two days. */
export function steps(scale: Scale, from: Day, to: Day, every: 1 | 7): Tick[] {
  const ticks: Tick[] = [];
  const first = every === 7 ? from - partsOf(from).weekday : from;
  for (let day = first; day <= to; day += every) {
    ticks.push({ x: xOf(scale, day), width: every * scale.step, day });
  }
  return ticks;
}

export interface Ticks {
  major: (Tick & { label: string })[];
  minor: (Tick & { label: string })[];
}

const MONTHS_EN = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

function monthLabel(day: Day, english: boolean, firstOfAll: boolean): string {
  const { year, month } = partsOf(day);
  const withYear = firstOfAll || month === 1;
  if (english) return `${MONTHS_EN[month - 1]}${withYear ? ` ${year}` : ""}`;
  return withYear ? `${year} 年 ${month} 月` : `${month} 月`;
}

function quarterLabel(day: Day, english: boolean): string {
  const { year, month } = partsOf(day);
  const quarter = Math.floor((month - 1) / 3) + 1;
  return english ? `${year} Q${quarter}` : `${year} 年 ${quarter} 季度`;
}

/** The two lines of the time axis between two days. */
export function ticks(scale: Scale, from: Day, to: Day, english: boolean): Ticks {
  const byMonth = () =>
    months(scale, from, to).map((tick, at) => ({
      ...tick,
      label: monthLabel(tick.day, english, at === 0),
    }));
  const weeks = () =>
    steps(scale, from, to, 7).map((tick) => ({ ...tick, label: `W${weekOf(tick.day)}` }));
  if (scale.zoom === "quarter") {
    const major = months(scale, from, to, 3).map((tick) => ({
      ...tick,
      label: quarterLabel(tick.day, english),
    }));
    const minor = months(scale, from, to).map((tick) => {
      const month = partsOf(tick.day).month;
      return { ...tick, label: english ? (MONTHS_EN[month - 1] ?? "") : `${month} 月` };
    });
    return { major, minor };
  }
  if (scale.zoom === "month") return { major: byMonth(), minor: weeks() };
  if (scale.zoom === "week") {
    const minor = weeks().map((tick) => ({
      ...tick,
      label: `${tick.label} ${isoOf(tick.day).slice(5)}`,
    }));
    return { major: byMonth(), minor };
  }
  const minor = steps(scale, from, to, 1).map((tick) => ({
    ...tick,
    label: String(partsOf(tick.day).date),
  }));
  return { major: byMonth(), minor };
}

/** Which days are worked: the server's list where it reaches, weekends beyond it. */
export class WorkDays {
  private readonly off: Set<Day>;
  private readonly from: Day;
  private readonly to: Day;

  /** `covers`: first and last day that the list speaks of, its own where that is not told. */
  constructor(nonworking: string[], covers?: [string, string]) {
    const days = nonworking.flatMap((iso) => dayOf(iso) ?? []);
    this.off = new Set(days);
    const [first, last] = (covers ?? []).map(dayOf);
    this.from = first ?? days.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
    this.to = last ?? days.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  }

  isOff(day: Day): boolean {
    if (day >= this.from && day <= this.to) return this.off.has(day);
    return partsOf(day).weekday > 4;
  }

  /** The day on which work of `count` days ends, begun on `start` or the next working day. */
  finish(start: Day, count: number): Day {
    let day = this.next(start);
    for (let left = Math.max(Math.ceil(count), 1) - 1; left > 0; left -= 1)
      day = this.next(day + 1);
    return day;
  }

  /** The first working day from a day on. */
  next(day: Day): Day {
    let found = day;
    while (this.isOff(found)) found += 1;
    return found;
  }

  previous(day: Day): Day {
    let found = day;
    while (this.isOff(found)) found -= 1;
    return found;
  }

  /** `count` working days further (negative: back), always ending on a working day. */
  shift(day: Day, count: number): Day {
    let found = day;
    for (let left = Math.abs(count); left > 0; left -= 1) {
      found = count > 0 ? this.next(found + 1) : this.previous(found - 1);
    }
    return found;
  }

  /** Working days from start to finish, both counted. */
  between(start: Day, finish: Day): number {
    let count = 0;
    for (let day = start; day <= finish; day += 1) if (!this.isOff(day)) count += 1;
    return count;
  }

  /** Runs of days off between two days. */
  runs(from: Day, to: Day): [Day, Day][] {
    const found: [Day, Day][] = [];
    for (let day = from; day <= to; day += 1) {
      if (!this.isOff(day)) continue;
      const last = found.at(-1);
      if (last && last[1] === day - 1) last[1] = day;
      else found.push([day, day]);
    }
    return found;
  }
}

export interface Window {
  first: number;
  last: number;
}

/** Rows to keep in the page: those in view and some on either side. */
export function rowWindow(top: number, height: number, count: number, spare = 14): Window {
  const first = Math.max(0, Math.floor(top / ROW) - spare);
  const last = Math.min(count - 1, Math.ceil((top + height) / ROW) + spare);
  return { first, last };
}

/** Whether the drawn rows still cover those in view. */
export function covers(drawn: Window, top: number, height: number, count: number): boolean {
  const need = rowWindow(top, height, count, 0);
  return drawn.first <= need.first && drawn.last >= need.last;
}

/** Left and right end of a bar and its row; a diamond has its middle as well. */
export interface End {
  x1: number;
  x2: number;
  row: number;
  middle?: number;
}

export interface Ends {
  from: End;
  to: End;
}

const GAP = 7;
const LEAN = 4;

/** Elbow arrow between two bars as an SVG path, and the triangle at its end. */
export function linkPath(type: LinkType, { from, to }: Ends): { line: string; head: string } {
  const middle = (row: number) => row * ROW + BAR_TOP + BAR_HEIGHT / 2;
  const out = type === "SS" || type === "SF" ? -1 : 1;
  const into = type === "FF" || type === "SF" ? -1 : 1;
  const ax = out > 0 ? from.x2 : from.x1;
  const bx = into > 0 ? to.x1 : to.x2;
  const ay = middle(from.row);
  const by = middle(to.row);
  const down = by >= ay ? 1 : -1;
  const fall = to.middle ?? Math.max(bx, ax) + LEAN;
  const near =
    to.middle === undefined
      ? bx >= ax - LEAN && bx < ax + 2 * GAP
      : fall >= ax - 1 && fall < ax + 3 * GAP;
  if (type === "FS" && near && from.row !== to.row) {
    return dropInto(ax, ay, Math.max(fall, ax), by - (down * BAR_HEIGHT) / 2, down);
  }
  const stub = ax + out * GAP;
  const entry = bx - into * GAP;
  const direct = out === into ? (bx - ax) * out >= 2 * GAP : true;
  if (direct) {
    const knee = out === into ? stub : out > 0 ? Math.max(stub, entry) : Math.min(stub, entry);
    return { line: `M${ax} ${ay}H${knee}V${by}H${bx - into * 3}`, head: triangle(bx, by, into) };
  }
  const between = ay + down * (ROW / 2);
  return {
    line: `M${ax} ${ay}H${stub}V${between}H${entry}V${by}H${bx - into * 3}`,
    head: triangle(bx, by, into),
  };
}

/** The commonest link: the next task begins where this one ends, so the arrow falls from above. */
function dropInto(ax: number, ay: number, x: number, y: number, down: number) {
  const tip = `M${x} ${y}l-3.5 ${-down * 5}h7z`;
  return { line: `M${ax} ${ay}H${x}V${y - down * 4}`, head: tip };
}

function triangle(x: number, y: number, into: number): string {
  return `M${x} ${y}l${-into * 5} -3.5v7z`;
}
