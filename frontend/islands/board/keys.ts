/** Trello's keys, and the clicks that do the same. */
import { isTyping } from "../../lib/dom";
import type { Board } from "./index";

const STEPS: Record<string, [number, number]> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  k: [0, -1],
  j: [0, 1],
};

function runKey(board: Board, event: KeyboardEvent): boolean {
  const step = STEPS[event.key];
  if (step && event.altKey) {
    const [dx, dy] = step as [1 | -1 | 0, 1 | -1 | 0];
    if (board.active && dx) board.commands.shift(board.active, dx);
    if (board.active && dy) board.commands.reorder(board.active, dy);
    return true;
  }
  if (step) {
    const next = board.model.neighbour(board.active, step);
    board.focusCard(next ?? board.active);
    return true;
  }
  const id = board.active;
  const column = id ? board.model.find(id)?.column.id : board.model.columns[0]?.id;
  const keys: Record<string, () => void> = {
    n: () => board.commands.quickAdd(column ?? ""),
    q: () => board.filter({ mine: !board.model.filters.mine }),
    f: () => board.bar.focus(".chip"),
    "/": () => board.bar.focus("input"),
    ...(id ? cardKeys(board, id) : {}),
  };
  const run = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  run?.();
  return run !== undefined;
}

function cardKeys(board: Board, id: string): Record<string, () => void> {
  const { commands } = board;
  return {
    "<": () => commands.shift(id, -1),
    ",": () => commands.shift(id, -1),
    ">": () => commands.shift(id, 1),
    ".": () => commands.shift(id, 1),
    c: () => commands.trash(id),
    d: () => void commands.due(id),
    e: () => commands.rename(id),
    " ": () => commands.assignMe(id),
    Enter: () => {
      const card = board.model.find(id)?.card;
      const url = card ? board.urlOf(card) : "";
      if (url) window.location.assign(url);
    },
    ContextMenu: () => commands.menu(id, board.lists.card(id) ?? board),
  };
}

/** Whether a key belongs to the board: one of its cards has the focus, or nothing has. */
function isOurs(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.isComposing || isTyping(event)) return false;
  if (event.altKey && !event.key.startsWith("Arrow")) return false;
  if (document.querySelector("dialog[open], [popover]:popover-open")) return false;
  const focus = document.activeElement;
  const free = focus === document.body || focus === null || focus.id === "main";
  const onCard = focus?.matches(".yb-card") ?? false;
  return onCard || (free && event.key !== "Enter" && event.key !== " ");
}

function onClick(board: Board, event: MouseEvent): void {
  const target = event.target as Element;
  const id = target.closest<HTMLElement>("li[data-id]")?.dataset.id;
  const column = target.closest<HTMLElement>("[data-column]")?.dataset.column ?? "";
  if (target.closest(".yb-add")) board.commands.quickAdd(column);
  else if (target.closest(".yb-show")) void board.showMore(column);
  else if (id && target.closest(".yb-more"))
    board.commands.menu(id, target.closest(".yb-more") ?? target);
  else if (id && !target.closest("a")) board.focusCard(id);
}

/** Binds keys and clicks; returns what unbinds them. */
export function bindKeys(board: Board): () => void {
  const key = (event: KeyboardEvent) => {
    if (isOurs(event) && runKey(board, event)) event.preventDefault();
  };
  const click = (event: MouseEvent) => onClick(board, event);
  const context = (event: MouseEvent) => {
    const id = (event.target as Element).closest<HTMLElement>("li[data-id]")?.dataset.id;
    if (!id) return;
    event.preventDefault();
    board.commands.menu(id, { x: event.clientX, y: event.clientY });
  };
  const focus = (event: FocusEvent) => {
    const id = (event.target as Element).closest<HTMLElement>("li[data-id]")?.dataset.id;
    if (id) board.active = id;
  };
  document.addEventListener("keydown", key);
  board.addEventListener("click", click);
  board.addEventListener("contextmenu", context);
  board.addEventListener("focusin", focus);
  return () => {
    document.removeEventListener("keydown", key);
    board.removeEventListener("click", click);
    board.removeEventListener("contextmenu", context);
    board.removeEventListener("focusin", focus);
  };
}
