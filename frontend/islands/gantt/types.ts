/** What gantt.json holds, and the same decoded. */

export type Kind = "task" | "milestone" | "summary" | "phase";
export type LinkType = "FS" | "SS" | "FF" | "SF";

export interface Task {
  id: string;
  ref: string;
  parent: string | null;
  depth: number;
  wbs: string;
  name: string;
  kind: Kind;
  start: string | null;
  finish: string | null;
  /** Working days, or calendar days when `natural`. */
  duration: number | null;
  natural: boolean;
  total_float: number | null;
  critical: boolean;
  /** 0 to 100. */
  percent: number;
  status: string | null;
  assignees: string[];
  baseline_start: string | null;
  baseline_finish: string | null;
  deadline: string | null;
  constraint: string | null;
  constraint_date: string | null;
  priority: string;
  role: string;
  version: number;
  deliverable?: string;
}

export type Field = keyof Task;

export interface Link {
  id: string;
  pred: string;
  succ: string;
  type: LinkType;
  lag: number;
  unit: string;
}

export interface Person {
  id: string;
  name: string;
}

export interface Status {
  id: string;
  name: string;
  category: string;
}

export interface ProjectInfo {
  key: string;
  name: string;
  start: string | null;
  finish: string | null;
  today: string;
  seq: number;
  can_edit: boolean;
  /** The reader's id as an assignee. */
  me?: string;
  status_date?: string | null;
}

/** Dates that were agreed on a day; the newest is what bars are compared with. */
export interface Baseline {
  id: string;
  name: string;
  taken_at: string;
}

/** An older baseline as chosen: task -> its start and finish. */
export interface Comparison extends Baseline {
  rows: Record<string, [start: string | null, finish: string | null]>;
}

type RawLink = [id: string, pred: string, succ: string, type: LinkType, lag: number, unit?: string];

export interface Payload {
  project: ProjectInfo;
  bands: [string, string, string][];
  weekends?: string;
  nonworking?: string[];
  /** First and last of the days that `nonworking` speaks of. */
  covers?: [string, string];
  columns: string[];
  tasks: unknown[][];
  links: RawLink[];
  people: Person[];
  statuses: Status[];
  baselines?: Baseline[];
}

/** A task that a change elsewhere has moved. */
export interface Moved {
  id: string;
  start: string | null;
  finish: string | null;
  total_float: number | null;
  critical: boolean;
  version?: number;
  /** Working days the finish moved by; positive is later. */
  delta?: number;
}

/** The answer to every write. */
export interface Answer {
  item?: Partial<Task> & { id: string };
  items?: (Partial<Task> & { id: string })[];
  link?: string | { id: string };
  moved?: Moved[];
  seq?: number;
  undo?: string | null;
}

const BLANK: Task = {
  id: "",
  ref: "",
  parent: null,
  depth: 0,
  wbs: "",
  name: "",
  kind: "task",
  start: null,
  finish: null,
  duration: null,
  natural: false,
  total_float: null,
  critical: false,
  percent: 0,
  status: null,
  assignees: [],
  baseline_start: null,
  baseline_finish: null,
  deadline: null,
  constraint: null,
  constraint_date: null,
  priority: "",
  role: "",
  version: 0,
};

/** A task with the given fields, everything else blank. */
export function makeTask(fields: Partial<Task>): Task {
  return { ...BLANK, assignees: [], ...fields };
}

/** Tasks out of rows, whatever the order of their columns. */
export function decodeTasks(columns: string[], rows: unknown[][]): Task[] {
  return rows.map((row) => {
    const task: Record<string, unknown> = { ...BLANK, assignees: [] };
    for (let at = 0; at < columns.length; at += 1) {
      const value = row[at];
      if (value === undefined || (value === null && BLANK[columns[at] as Field] !== null)) continue;
      task[columns[at] as string] = value;
    }
    return task as unknown as Task;
  });
}

export function decodeLinks(rows: RawLink[]): Link[] {
  return rows.map(([id, pred, succ, type, lag, unit]) => ({
    id,
    pred,
    succ,
    type,
    lag,
    unit: unit ?? "wd",
  }));
}
