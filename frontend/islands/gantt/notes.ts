/** What a change set in motion, in one sentence. */
import { t } from "../../lib/i18n";

/** A task that a change elsewhere has moved, by working days; later is positive. */
interface Moved {
  id: string;
  delta?: number;
}

/** What is known of the tasks by their ids. */
interface Known<T> {
  get(id: string): T | undefined;
  isSummary(task: T): boolean;
}

/** “3 项任务顺延，里程碑「上市发布会」+2 天”; empty when nothing else moved. */
export function movedNote<T extends { name: string; kind: string }>(
  moved: Moved[],
  model: Known<T>,
  own: string | null,
): string {
  const others = moved.filter(
    (each) => each.id !== own && each.delta && !isSummary(model, each.id),
  );
  if (others.length === 0) return "";
  const later = others.filter((each) => (each.delta ?? 0) > 0);
  const parts: string[] = [];
  if (later.length === others.length) parts.push(t("gantt.moved.later", { n: others.length }));
  else if (later.length === 0) parts.push(t("gantt.moved.earlier", { n: others.length }));
  else parts.push(t("gantt.moved.many", { n: others.length }));
  const milestone = others.find((each) => model.get(each.id)?.kind === "milestone");
  if (milestone) {
    const delta = milestone.delta ?? 0;
    const name = model.get(milestone.id)?.name ?? "";
    parts.push(t("gantt.moved.milestone", { name, delta: delta > 0 ? `+${delta}` : `−${-delta}` }));
  }
  return parts.join(t("gantt.moved.comma"));
}

function isSummary<T>(model: Known<T>, id: string): boolean {
  const task = model.get(id);
  return task ? model.isSummary(task) : false;
}
