/** Columns of the grid: what they show, how wide, how they are edited. */
import { shortDate } from "../../lib/dates";
import { type TextKey, t } from "../../lib/i18n";
import type { SortKey } from "./filter";
import type { Field, Person, Status, Task } from "./types";

export type Editor = "text" | "days" | "percent" | "date" | "people" | "status" | "priority";

/** What a cell shows: a field of the task, or how far it is from the baseline. */
export type CellKey = Field | "variance";

export interface Column {
  key: CellKey;
  title: TextKey;
  width: number;
  numeric?: boolean;
  editor?: Editor;
}

const ALL: Record<string, Column> = {
  wbs: { key: "wbs", title: "gantt.wbs", width: 62 },
  name: { key: "name", title: "gantt.name", width: 216, editor: "text" },
  owner: { key: "assignees", title: "gantt.owner", width: 72, editor: "people" },
  duration: { key: "duration", title: "gantt.duration", width: 62, numeric: true, editor: "days" },
  float: { key: "total_float", title: "gantt.float", width: 52, numeric: true },
  percent: { key: "percent", title: "gantt.percent", width: 58, numeric: true, editor: "percent" },
  start: { key: "start", title: "gantt.start", width: 88, numeric: true, editor: "date" },
  finish: { key: "finish", title: "gantt.finish", width: 88, numeric: true, editor: "date" },
  variance: { key: "variance", title: "gantt.variance", width: 60, numeric: true },
  status: { key: "status", title: "gantt.status", width: 84, editor: "status" },
  priority: { key: "priority", title: "gantt.priority", width: 66, editor: "priority" },
  deadline: { key: "deadline", title: "gantt.deadline", width: 88, numeric: true, editor: "date" },
  deliverable: { key: "deliverable", title: "gantt.deliverable", width: 140, editor: "text" },
};

const GANTT = [
  "wbs",
  "name",
  "owner",
  "duration",
  "float",
  "percent",
  "start",
  "finish",
  "variance",
];
const LIST = [
  "wbs",
  "name",
  "status",
  "owner",
  "priority",
  "duration",
  "start",
  "finish",
  "variance",
  "float",
  "percent",
  "deadline",
  "deliverable",
];

/** Columns of a mode; those the server does not send are left out. */
export function columnsOf(mode: "gantt" | "list", sent: string[], narrow = false): Column[] {
  // On a phone the indented name says where a task belongs.
  const names = (mode === "list" ? LIST : GANTT).filter((name) => !(narrow && name === "wbs"));
  return names.flatMap((name) => {
    const column = ALL[name];
    const source = column?.key === "variance" ? "baseline_finish" : column?.key;
    return column && source && sent.includes(source) ? [column] : [];
  });
}

export const PRIORITIES = ["", "low", "medium", "high", "urgent"] as const;

export interface Context {
  year: number;
  people: Map<string, Person>;
  statuses: Map<string, Status>;
  /** Working days by which a task is behind its baseline (negative: ahead), null without one. */
  variance: (task: Task) => number | null;
}

/** What a cell shows. */
export function cellText(task: Task, key: CellKey, context: Context): string {
  switch (key) {
    case "duration":
      return task.kind === "milestone" || task.duration === null
        ? ""
        : t("gantt.days_short", { n: round(task.duration) });
    case "percent":
      return task.percent > 0 ? `${Math.round(task.percent)}%` : "";
    case "total_float":
      return task.total_float === null ? "" : String(round(task.total_float)).replace("-", "−");
    case "assignees":
      return peopleText(task.assignees, context.people);
    case "status":
      // A summary's state is that of its tasks.
      return task.kind === "summary" ? "" : (context.statuses.get(task.status ?? "")?.name ?? "");
    case "priority":
      return priorityText(task.priority);
    case "start":
    case "finish":
    case "deadline":
      return shortDate(task[key], context.year);
    case "variance":
      return varianceText(context.variance(task));
    case "wbs":
      return task.kind === "milestone" ? "◆" : task.wbs;
    default:
      return String(task[key] ?? "");
  }
}

/** +5, −2, 0; nothing where there is no baseline. */
export function varianceText(days: number | null): string {
  if (days === null) return "";
  return days > 0 ? `+${days}` : String(days).replace("-", "−");
}

/** What a column is sorted by, as its reader expects: people and states by name, dates by day. */
export function sortKeyOf(key: CellKey, context: Context): SortKey {
  const rank = new Map(PRIORITIES.map((name, at) => [name as string, at]));
  const states = new Map([...context.statuses.keys()].map((id, at) => [id, at]));
  return (task) => {
    switch (key) {
      case "wbs":
        return task.wbs;
      case "priority":
        return task.priority ? (rank.get(task.priority) ?? null) : 1.5;
      case "status":
        return states.get(task.status ?? "") ?? null;
      case "assignees":
        return peopleText(task.assignees, context.people) || null;
      case "variance":
        return context.variance(task);
      default: {
        const value = task[key];
        return typeof value === "number" || (typeof value === "string" && value) ? value : null;
      }
    }
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function peopleText(ids: string[], people: Map<string, Person>): string {
  const first = people.get(ids[0] ?? "")?.name ?? "";
  return ids.length > 1 ? `${first} +${ids.length - 1}` : first;
}

export function priorityText(priority: string | null): string {
  return priority ? t(`gantt.priority.${priority}` as TextKey) : "";
}

/** Any field's value as people read it; for the conflict dialog and announcements. */
export function valueText(key: Field, value: unknown, context: Context): string {
  if (value === null || value === undefined || value === "") return "";
  if (key === "percent") return `${value}%`;
  if (key === "duration") return t("gantt.days", { n: String(value) });
  if (key === "assignees" && Array.isArray(value)) {
    return value.map((id) => context.people.get(String(id))?.name ?? String(id)).join("、");
  }
  if (key === "status") return context.statuses.get(String(value))?.name ?? String(value);
  if (key === "priority") return priorityText(String(value));
  return String(value);
}

/** A field's name as users call it. */
export function fieldLabel(key: string): string {
  const column = Object.values(ALL).find((each) => each.key === key);
  return column ? t(column.title) : key;
}
