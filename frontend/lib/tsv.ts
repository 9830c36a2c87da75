import { readDate } from "./dates";

/**
 * Cells of text copied from a spreadsheet: tabs between cells, quotes around
 * cells that hold tabs, line breaks or quotes ("" is one quote).
 */
export function parseTsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let quoted = false;
  const source = text.replace(/\r\n?/g, "\n");
  for (let at = 0; at < source.length; at += 1) {
    const char = source[at];
    if (quoted) {
      if (char !== '"') cell += char;
      else if (source[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (char === '"' && cell === "") quoted = true;
    else if (char === "\t" || char === "\n") {
      row.push(cell);
      cell = "";
      if (char === "\n") {
        rows.push(row);
        row = [];
      }
    } else cell += char;
  }
  if (cell !== "" || row.length > 0) rows.push([...row, cell]);
  return rows.filter((cells) => cells.some((each) => each.trim() !== ""));
}

/** One task out of pasted rows, as POST …/items/bulk takes it. */
export interface PastedTask {
  name: string;
  depth: number;
  duration?: number;
  start?: string;
  finish?: string;
  owner?: string;
}

type Field = "wbs" | "name" | "duration" | "start" | "finish" | "owner";

const HEADS: [Field, RegExp][] = [
  ["wbs", /^(wbs|编号|编码|序号|no\.?|id|#)$/i],
  ["name", /^(任务|任务名称|名称|工作|事项|工作内容|task|task name|name|title)$/i],
  ["duration", /^(工期|工期.*天.*|天数|duration.*|days)$/i],
  ["start", /^(开始|开始日期|开始时间|计划开始.*|start.*)$/i],
  ["finish", /^(完成|结束|完成日期|结束日期|截止|截止日期|计划完成.*|finish.*|end.*|due.*)$/i],
  ["owner", /^(负责人|责任人|执行人|owner|assignee|responsible)$/i],
];

function headOf(cells: string[]): (Field | null)[] | null {
  const found = cells.map((cell) => HEADS.find(([, form]) => form.test(cell.trim()))?.[0] ?? null);
  return found.includes("name") ? found : null;
}

/** Without a head line: an outline number first, the name, then what each cell looks like. */
function guess(cells: string[], year: number): (Field | null)[] {
  const fields: (Field | null)[] = cells.map(() => null);
  const numbered = cells.length > 1 && /^\d+(\.\d+)*\.?$/.test((cells[0] ?? "").trim());
  if (numbered) fields[0] = "wbs";
  const name = cells.findIndex((cell, at) => fields[at] === null && cell.trim() !== "");
  if (name >= 0) fields[name] = "name";
  cells.forEach((cell, at) => {
    if (fields[at]) return;
    const free = (field: Field) => !fields.includes(field);
    if (daysOf(cell) !== undefined && free("duration")) fields[at] = "duration";
    else if (readDate(cell, year)) fields[at] = free("start") ? "start" : "finish";
    else if (cell.trim() !== "" && free("owner")) fields[at] = "owner";
  });
  return fields;
}

function daysOf(cell: string): number | undefined {
  const found = /^(\d{1,4})\s*(个工作日|工作日|天|日|d|days?)?$/i.exec(cell.trim());
  return found ? Number(found[1]) : undefined;
}

function depthOf(wbs: string | undefined, name: string): number {
  const numbers = wbs?.trim().replace(/\.$/, "");
  if (numbers && /^\d+(\.\d+)*$/.test(numbers)) return numbers.split(".").length - 1;
  const indent = /^[\s\u3000]*/.exec(name)?.[0] ?? "";
  return Math.floor(indent.replace(/\u3000/g, "  ").length / 2);
}

function taskOf(cells: string[], fields: (Field | null)[], year: number): PastedTask | null {
  const of = (field: Field) => {
    const at = fields.indexOf(field);
    return at < 0 ? undefined : cells[at];
  };
  const raw = of("name") ?? "";
  if (raw.trim() === "") return null;
  const task: PastedTask = {
    name: raw.trim().replace(/\s+/g, " "),
    depth: depthOf(of("wbs"), raw),
  };
  const duration = daysOf(of("duration") ?? "");
  const start = readDate(of("start") ?? "", year);
  const finish = readDate(of("finish") ?? "", year);
  if (duration !== undefined) task.duration = duration;
  if (start) task.start = start;
  if (finish) task.finish = finish;
  const owner = of("owner")?.trim();
  if (owner) task.owner = owner;
  return task;
}

/** Depths as an outline can have them: it starts at 0 and goes one level down at a time. */
function levelled(tasks: PastedTask[]): PastedTask[] {
  const floor = Math.min(...tasks.map((task) => task.depth));
  let above = -1;
  return tasks.map((task) => {
    above = Math.min(task.depth - floor, above + 1);
    return { ...task, depth: above };
  });
}

/** Tasks out of pasted text; a head line is used and left out. */
export function pastedTasks(text: string, year: number): PastedTask[] {
  const rows = parseTsv(text);
  const head = rows[0] ? headOf(rows[0]) : null;
  const body = head ? rows.slice(1) : rows;
  const tasks = body.flatMap((cells) => taskOf(cells, head ?? guess(cells, year), year) ?? []);
  return tasks.length > 0 ? levelled(tasks) : [];
}
