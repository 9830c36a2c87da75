/** What the list is cut down to; the way down to what is found stays. No DOM. */
import { type Day, dayOf } from "../../lib/dates";
import type { Task } from "./types";

export interface Filters {
  mine: boolean;
  critical: boolean;
  late: boolean;
  status: string;
}

export type Flag = "mine" | "critical" | "late";

export const NO_FILTERS: Filters = { mine: false, critical: false, late: false, status: "" };

/** The test of a single task; null when nothing is filtered. */
export function testOf(filters: Filters, me: string, today: Day): ((task: Task) => boolean) | null {
  const { mine, critical, late, status } = filters;
  if (!mine && !critical && !late && !status) return null;
  return (task) => {
    if (task.version === 0) return true; // a row that is being written
    if (mine && !task.assignees.includes(me)) return false;
    if (critical && !task.critical) return false;
    if (status && task.status !== status) return false;
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
