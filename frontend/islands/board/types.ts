/** What board.json holds. */

export interface Assignee {
  id: string;
  name: string;
  initial: string;
}

export interface Card {
  id: string;
  ref: string;
  name: string;
  critical: boolean;
  /** Working days past its finish; 0 when not overdue. */
  late_days: number;
  start: string | null;
  finish: string | null;
  percent: number;
  assignees: Assignee[];
  checklist: [done: number, total: number];
  comments: number;
  version: number;
  /** Place in its column; the next cards are asked for from here. */
  rank?: string;
}

export interface Column {
  id: string;
  name: string;
  category: string;
  /** All cards of the column, sent or not. */
  count: number;
  /** True when not all were sent. */
  more: boolean;
  /** Cards it should hold at most. */
  limit?: number | null;
  cards: Card[];
}

export interface Payload {
  project: { key: string; name?: string; seq: number; can_edit: boolean; me?: string };
  me?: { id: string; name: string; initial?: string } | null;
  today?: string;
  columns: Column[];
}

export interface Answer {
  item?: Partial<Card> & { id: string };
  moved?: {
    id: string;
    version?: number;
    finish?: string | null;
    delta?: number;
    name?: string;
    milestone?: boolean;
  }[];
  seq?: number;
  undo?: string | null;
}
