/** What the rows are cut down to and sorted by; the way down to what is found stays. No DOM. */
import { type Day, dayOf } from "../../lib/dates";
import type { Task } from "./types";

export interface Filters {
  mine: boolean;
  critical: boolean;
  late: boolean;
  status: string;
  owner: string;
  /** Words sought in number, code and name. */
  text: string;
}

export type Flag = "mine" | "critical" | "late";

export const NO_FILTERS: Filters = {
  mine: false,
  critical: false,
  late: false,
  status: "",
  owner: "",
  text: "",
};

/** Names in the address, the same in all views of a project's tasks. */
export const ADDRESS = ["q", "mine", "critical", "late", "status", "owner"] as const;
export type Address = Record<(typeof ADDRESS)[number], string>;

export function filtersFrom(address: Address): Filters {
  return {
    mine: address.mine === "1",
    critical: address.critical === "1",
    late: address.late === "1",
    status: address.status,
    owner: address.owner,
    text: address.q,
  };
}

export function addressOf(filters: Filters): Address {
  const flag = (on: boolean) => (on ? "1" : "");
  return {
    q: filters.text.trim(),
    mine: flag(filters.mine),
    critical: flag(filters.critical),
    late: flag(filters.late),
    status: filters.status,
    owner: filters.owner,
  };
}

export function isFiltered(filters: Filters): boolean {
  return Object.values(addressOf(filters)).some(Boolean);
}

/** The test of a single task; null when nothing is filtered. */
export function testOf(filters: Filters, me: string, today: Day): ((task: Task) => boolean) | null {
  if (!isFiltered(filters)) return null;
  const { mine, critical, late, status, owner } = filters;
  const words = filters.text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  return (task) => {
    if (task.version === 0) return true; // a row that is being written
    if (mine && !task.assignees.includes(me)) return false;
    if (owner && !task.assignees.includes(owner)) return false;
    if (critical && !task.critical) return false;
    if (status && task.status !== status) return false;
    if (words.length > 0) {
      const text = `${task.ref} ${task.wbs} ${task.name}`.toLowerCase();
      if (!words.every((word) => text.includes(word))) return false;
    }
    const finish = dayOf(task.finish);
    return !late || (task.percent < 100 && finish !== null && finish < today);
  };
}

/** Ids of the tasks that pass, and of everything above them. */
export function kept(
  order: Task[],
  passes: (task: Task) => boolean,
  isSummary: (task: Task) => boolean,
): Set<string> {
  const found = new Set<string>();
  for (let at = order.length - 1; at >= 0; at -= 1) {
    const task = order[at] as Task;
    if (!found.has(task.id) && (isSummary(task) || !passes(task))) continue;
    found.add(task.id);
    if (task.parent) found.add(task.parent);
  }
  return found;
}

/** What a column is sorted by: blanks come last either way. */
export type SortKey = (task: Task) => string | number | null;

/** Tasks without parts in the order of a key; equal ones stay in the order of the outline. */
export function sorted(tasks: Task[], key: SortKey, descending: boolean): Task[] {
  const sign = descending ? -1 : 1;
  const found: { key: string | number | null; rows: Task[] }[] = [];
  for (const task of tasks) {
    const above = found.at(-1);
    // A row being written stays under the row it was opened on.
    if (task.version === 0 && above) above.rows.push(task);
    else found.push({ key: key(task), rows: [task] });
  }
  found.sort((a, b) => {
    if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null);
    return sign * compare(a.key, b.key);
  });
  return found.flatMap(({ rows }) => rows);
}

const words = new Intl.Collator(["zh-Hans-CN", "en"], { numeric: true });

function compare(a: string | number, b: string | number): number {
  return typeof a === "number" && typeof b === "number" ? a - b : words.compare(`${a}`, `${b}`);
}
