/** Progress of summaries, drawn before the server is asked: the formula of projects/rollup.py. */
import type { Task } from "./types";

/** A calendar day counts as five sevenths of a working day. */
const NATURAL = 5 / 7;

/** Working days a task weighs; a milestone weighs nothing. */
export function weightOf(task: Task): number {
  if (task.kind === "milestone") return 0;
  return Math.max(task.duration ?? 0, 0) * (task.natural ? NATURAL : 1);
}

interface Sum {
  weight: number;
  done: number;
  percents: number;
  count: number;
}

/** 100 only when all is done, 0 only when nothing has begun. */
export function share({ weight, done, percents, count }: Sum): number {
  if (count === 0) return 0;
  const exact = weight > 0 ? done / weight : percents / count;
  const most = percents === 100 * count ? 100 : 99;
  const least = percents > 0 ? 1 : 0;
  return Math.min(Math.max(Math.round(exact), least), most);
}

/** Writes the progress of every summary anew; `order` is the tree, parents first. */
export function rollUp(
  order: Task[],
  isSummary: (task: Task) => boolean,
  isCounted: (task: Task) => boolean,
): void {
  const sums = new Map<string, Sum>();
  for (let at = order.length - 1; at >= 0; at -= 1) {
    const task = order[at] as Task;
    const own = sums.get(task.id);
    if (isSummary(task)) task.percent = own ? share(own) : 0;
    if (!task.parent) continue;
    const sum = sums.get(task.parent) ?? { weight: 0, done: 0, percents: 0, count: 0 };
    sums.set(task.parent, sum);
    if (isSummary(task)) {
      if (own) add(sum, own);
    } else if (isCounted(task)) {
      const weight = weightOf(task);
      add(sum, { weight, done: weight * task.percent, percents: task.percent, count: 1 });
    }
  }
}

function add(sum: Sum, more: Sum): void {
  sum.weight += more.weight;
  sum.done += more.done;
  sum.percents += more.percents;
  sum.count += more.count;
}
