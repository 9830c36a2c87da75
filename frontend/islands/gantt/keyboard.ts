/** Keys of the grid, as in a spreadsheet; see elements/keys.ts for the list users get. */

export interface Actions {
  row(step: number): void;
  column(step: number): void;
  page(step: number): void;
  edge(end: 1 | -1, whole: boolean): void;
  edit(first: string | null): void;
  rename(): void;
  create(): void;
  indent(step: 1 | -1): void;
  reorder(step: 1 | -1): void;
  nudge(days: number): void;
  stretch(days: number): void;
  fold(folded: boolean | null): void;
  remove(): void;
  undo(): void;
  menu(): void;
  /** Sorts the list by the column of the active cell. */
  sortColumn(): void;
  openPage(): void;
  /** Lets the next Tab leave the grid. */
  release(): void;
}

const ARROWS: Record<string, [row: number, column: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** Runs the action of a key; false when the key is none of ours. */
export function runKey(event: KeyboardEvent, actions: Actions, tabIndents: boolean): boolean {
  const command = event.ctrlKey || event.metaKey;
  if (event.key === "Tab") {
    if (!tabIndents || command || event.altKey) return false;
    actions.indent(event.shiftKey ? -1 : 1);
    return true;
  }
  if (event.altKey && event.code === "KeyS") {
    actions.sortColumn();
    return true;
  }
  const arrow = ARROWS[event.key];
  if (arrow) return runArrow(event, arrow, actions);
  if (command) return runCommand(event, actions);
  return runPlain(event, actions);
}

function runArrow(
  event: KeyboardEvent,
  [row, column]: [number, number],
  actions: Actions,
): boolean {
  if (event.altKey) {
    if (row) actions.reorder(row as 1 | -1);
    else if (event.shiftKey) actions.stretch(column);
    else actions.nudge(column);
  } else if (event.ctrlKey || event.metaKey) {
    if (row) actions.edge(row as 1 | -1, true);
    else actions.fold(column < 0);
  } else if (row) actions.row(row);
  else actions.column(column);
  return true;
}

function runCommand(event: KeyboardEvent, actions: Actions): boolean {
  const key = event.key.toLowerCase();
  if (key === "z" && !event.shiftKey) actions.undo();
  else if (key === "enter") actions.openPage();
  else if (key === "home" || key === "end") actions.edge(key === "home" ? -1 : 1, true);
  else return false;
  return true;
}

function runPlain(event: KeyboardEvent, actions: Actions): boolean {
  if (event.altKey) return false;
  const plain: Record<string, () => void> = {
    Enter: () => actions.edit(null),
    F2: () => actions.rename(),
    Insert: () => actions.create(),
    Delete: () => actions.remove(),
    Escape: () => actions.release(),
    " ": () => actions.fold(null),
    Home: () => actions.edge(-1, false),
    End: () => actions.edge(1, false),
    PageUp: () => actions.page(-1),
    PageDown: () => actions.page(1),
    ContextMenu: () => actions.menu(),
  };
  const action = event.key === "F10" && event.shiftKey ? plain.ContextMenu : plain[event.key];
  if (action) action();
  // An input method announces itself as "Process": the cell must be open before it writes.
  else if (event.key === "Process") actions.edit("");
  else if ([...event.key].length === 1 && event.key !== "?") actions.edit(event.key);
  else return false;
  return event.key !== "Process";
}
