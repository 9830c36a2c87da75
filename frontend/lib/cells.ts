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

/** The nearest control (by selector) in the direction of an arrow key; null at the border. */
export function neighbour(from: Element, selector: string, key: string): HTMLElement | null {
  const [down, right] = STEPS[key] ?? [0, 0];
  const cell = cellOf(from);
  if (!cell || (down === 0 && right === 0)) return null;
  const rows = rowsOf(cell);
  let row = rows.findIndex((one) => one.contains(cell)) + down;
  let column = cell.cellIndex + right;
  while (rows[row] && column >= 0 && column < (rows[row]?.cells.length ?? 0)) {
    const found = rows[row]?.cells[column]?.querySelector<HTMLElement>(selector);
    if (found) return found;
    row += down;
    column += right;
  }
  return null;
}

/** A block of controls from `from` to the right and downwards, rows without any left out. */
export function block(from: Element, selector: string): HTMLElement[][] {
  const cell = cellOf(from);
  if (!cell) return [];
  const rows = rowsOf(cell);
  const first = rows.findIndex((row) => row.contains(cell));
  return rows
    .slice(first)
    .map((row) =>
      [...row.cells]
        .slice(cell.cellIndex)
        .flatMap((one) => one.querySelector<HTMLElement>(selector) ?? []),
    )
    .filter((found) => found.length > 0);
}
