import { ApiError, request } from "../lib/api";
import { neighbour } from "../lib/cells";
import { askConflict } from "../lib/conflict";
import { define, h } from "../lib/dom";
import type { IconName } from "../lib/icons";
import { showMenu } from "../lib/menu";
import { showError, toast } from "../lib/toast";

const CELL = ".raci-cell";
const ICONS: Record<string, IconName> = {
  R: "task",
  A: "flag",
  "A/R": "person",
  C: "comment",
  I: "document",
};

interface Answer {
  item: { version: number; marks: Record<string, string> };
  undo?: string | null;
}

/**
 * The matrix of responsibilities, edited where it stands: arrows move, R A C I set a letter (once
 * more takes it away), Delete empties, Enter or a click offers the choices.
 * Attributes: choices ([[letters, text]…]), undo (url with {id}), saved. Rows carry data-src and
 * data-version, cells data-role, data-name and data-letters.
 */
class Raci extends HTMLElement {
  private readonly onClick = (event: Event) => {
    const cell = (event.target as Element).closest<HTMLElement>(CELL);
    if (cell) this.offer(cell);
  };

  private readonly onFocus = (event: Event) => {
    const cell = (event.target as Element).closest<HTMLElement>(CELL);
    if (!cell) return;
    for (const other of this.querySelectorAll(`${CELL}[tabindex="0"]`)) {
      other.setAttribute("tabindex", "-1");
    }
    cell.setAttribute("tabindex", "0");
  };

  private readonly onKey = (event: KeyboardEvent) => {
    const cell = (event.target as Element).closest<HTMLElement>(CELL);
    if (!cell || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const next = neighbour(cell, CELL, event.key);
    const letter = event.key.toUpperCase();
    if (next) next.focus();
    else if (/^[RACI]$/.test(letter)) void this.write(cell, toggled(letters(cell), letter));
    else if (event.key === "Delete" || event.key === "Backspace") void this.write(cell, "");
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  connectedCallback(): void {
    this.addEventListener("click", this.onClick);
    this.addEventListener("focusin", this.onFocus);
    this.addEventListener("keydown", this.onKey);
  }

  disconnectedCallback(): void {
    this.removeEventListener("click", this.onClick);
    this.removeEventListener("focusin", this.onFocus);
    this.removeEventListener("keydown", this.onKey);
  }

  private get choices(): [letters: string, text: string][] {
    return JSON.parse(this.getAttribute("choices") ?? "[]") as [string, string][];
  }

  private offer(cell: HTMLElement): void {
    const phase = cell.closest("tr")?.dataset.phase !== undefined;
    const offered = this.choices.filter(([value]) => !phase || !value.includes("R"));
    showMenu(
      offered.map(([value, text]) => ({
        text,
        icon: ICONS[value] ?? "close",
        keys: value.length === 1 ? value : "",
        current: value === letters(cell),
        run: () => void this.write(cell, value),
      })),
      cell,
    );
  }

  private async write(cell: HTMLElement, wanted: string): Promise<void> {
    const row = cell.closest("tr");
    if (!row || wanted === letters(cell)) return;
    this.setAttribute("busy", "");
    try {
      await this.send(row, cell, wanted, Number(row.dataset.version));
    } catch (error) {
      await this.refused(error, row, cell);
    } finally {
      this.removeAttribute("busy");
    }
  }

  private async send(
    row: HTMLTableRowElement,
    cell: HTMLElement,
    wanted: string,
    version: number,
  ): Promise<void> {
    const answer = await request<Answer>("PATCH", row.dataset.src ?? "", {
      body: { [cell.dataset.role ?? ""]: wanted },
      version,
    });
    row.dataset.version = String(answer.item.version);
    for (const one of row.querySelectorAll<HTMLElement>(CELL)) {
      show(one, answer.item.marks[one.dataset.role ?? ""] ?? "");
    }
    const undo = this.getAttribute("undo")?.replace("{id}", answer.undo ?? "");
    if (answer.undo && undo) toast(this.getAttribute("saved") ?? "", { undo });
    document.dispatchEvent(new CustomEvent("yc:changed", { detail: { own: true } }));
  }

  private async refused(
    error: unknown,
    row: HTMLTableRowElement,
    cell: HTMLElement,
  ): Promise<void> {
    const conflict = error instanceof ApiError ? error.conflict : null;
    if (!conflict) return showError(error);
    const choice = await askConflict(conflict, {
      label: cell.dataset.name ?? "",
      show: (value) => this.choices.find(([key]) => key === value)?.[1] ?? String(value ?? ""),
    });
    if (choice === "yours") {
      await this.send(row, cell, String(conflict.yours), conflict.version).catch(showError);
    } else {
      show(cell, String(conflict.theirs ?? ""));
      row.dataset.version = String(conflict.version);
      document.dispatchEvent(new CustomEvent("yc:changed", { detail: { own: true } }));
    }
    cell.focus();
  }
}

function letters(cell: HTMLElement): string {
  return cell.dataset.letters ?? "";
}

/** What a cell holds after a letter was pressed: A and R stand together, C and I alone. */
export function toggled(present: string, letter: string): string {
  const held = present.split("/").filter(Boolean);
  if (held.includes(letter)) return held.filter((one) => one !== letter).join("/");
  const beside = { A: "R", R: "A" }[letter];
  return beside && held.includes(beside) ? "A/R" : letter;
}

function show(cell: HTMLElement, value: string): void {
  cell.dataset.letters = value;
  const marks = value
    .split("/")
    .filter(Boolean)
    .map((letter) => h("span", { class: `raci-mark ${letter.toLowerCase()}`, text: letter }));
  const blank = h("span", { class: "raci-blank", "aria-hidden": "true", text: "·" });
  cell.replaceChildren(...(marks.length ? marks : [blank]));
  cell.setAttribute("aria-label", `${cell.dataset.name ?? ""}：${value.replace("/", "") || "—"}`);
}

define("yc-raci", Raci);
