/** Moving about the cells of a table by arrow keys, as in a spreadsheet. */

const STEPS: Record<string, [row: number, column: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** The rows of the table body that a cell stands in, in order. */
function rowsOf(cell: HTMLTableCellElement): HTMLTableRowElement[] {
  return [...(cell.closest("tbody")?.rows ?? [])];
}

/** The cell of the same table that holds `thing`, or null. */
export function cellOf(thing: Element): HTMLTableCellElement | null {
  return thing.closest<HTMLTableCellElement>("td, th");
}

/** A cell's place counted from the end of its row: a cell over several rows stands at the start. */
function placeOf(cell: HTMLTableCellElement): number {
  return (cell.parentElement as HTMLTableRowElement).cells.length - cell.cellIndex;
}

/** The nearest control (by selector) in the direction of an arrow key; null at the border. */
export function neighbour(from: Element, selector: string, key: string): HTMLElement | null {
  const [down, right] = STEPS[key] ?? [0, 0];
  const cell = cellOf(from);
  if (!cell || (down === 0 && right === 0)) return null;
  const rows = rowsOf(cell);
  let row = rows.findIndex((one) => one.contains(cell)) + down;
  let place = placeOf(cell) - right;
  while (rows[row] && place > 0 && place <= (rows[row]?.cells.length ?? 0)) {
    const cells = [...(rows[row]?.cells ?? [])];
    const found = cells[cells.length - place]?.querySelector<HTMLElement>(selector);
    if (found) return found;
    row += down;
    place -= right;
  }
  return null;
}

/** A block of controls from `from` to the right and downwards, rows without any left out. */
export function block(from: Element, selector: string): HTMLElement[][] {
  const cell = cellOf(from);
  if (!cell) return [];
  const rows = rowsOf(cell);
  const first = rows.findIndex((row) => row.contains(cell));
  const place = placeOf(cell);
  return rows
    .slice(first)
    .map((row) =>
      [...row.cells]
        .slice(Math.max(0, row.cells.length - place))
        .flatMap((one) => one.querySelector<HTMLElement>(selector) ?? []),
    )
    .filter((found) => found.length > 0);
}
