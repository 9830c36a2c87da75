import { request } from "../lib/api";
import { block, neighbour } from "../lib/cells";
import { define } from "../lib/dom";
import { showError, toast } from "../lib/toast";
import { parseTsv } from "../lib/tsv";

const CELL = "yc-edit[data-sheet]";
const BUTTON = `${CELL} > .edit-value`;

interface Answer {
  undo?: string | null;
}

/**
 * A table whose figures are filled in like a spreadsheet's: arrows move, a digit begins to type,
 * cells copied from Excel are pasted from the focused one to the right and downwards.
 * Attributes: pasted ("… {n} …"), over ("… {n} …"): what is said afterwards. Cells are
 * `yc-edit[data-sheet]`; those with one src are written in one request.
 */
class Sheet extends HTMLElement {
  private readonly onKey = (event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    if (event.isComposing || event.ctrlKey || event.metaKey || !target.matches(BUTTON)) return;
    const next = neighbour(target, BUTTON, event.key);
    if (next) {
      event.preventDefault();
      next.focus();
    } else if (/^[\d.-]$/.test(event.key)) {
      target.click();
      const control = target.parentElement?.querySelector("input");
      if (control) control.value = ""; // the key itself is typed into it
    }
  };

  private readonly onPaste = (event: ClipboardEvent) => {
    const start = (event.target as Element).closest<HTMLElement>(CELL);
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const typing = !(event.target as Element).matches(BUTTON);
    if (!start || (typing && !/[\t\n]/.test(text.trim()))) return;
    event.preventDefault();
    (document.activeElement as HTMLElement | null)?.blur();
    void this.fill(start, parseTsv(text));
  };

  connectedCallback(): void {
    this.addEventListener("keydown", this.onKey);
    this.addEventListener("paste", this.onPaste);
  }

  disconnectedCallback(): void {
    this.removeEventListener("keydown", this.onKey);
    this.removeEventListener("paste", this.onPaste);
  }

  private async fill(start: HTMLElement, rows: string[][]): Promise<void> {
    const cells = block(start, CELL);
    const bodies = new Map<string, Record<string, string | null>>();
    let count = 0;
    let over = 0;
    rows.forEach((values, down) => {
      values.forEach((value, right) => {
        const cell = cells[down]?.[right];
        if (!cell) {
          over += 1;
          return;
        }
        const src = cell.getAttribute("src") ?? "";
        const body = bodies.get(src) ?? {};
        body[cell.getAttribute("field") ?? ""] = value.trim() || null;
        bodies.set(src, body);
        count += 1;
      });
    });
    await this.send(bodies, start.getAttribute("undo") ?? "", count, over);
  }

  private async send(
    bodies: Map<string, Record<string, string | null>>,
    undo: string,
    count: number,
    over: number,
  ): Promise<void> {
    try {
      let answer: Answer = {};
      for (const [src, body] of bodies) answer = await request<Answer>("PATCH", src, { body });
      const back = bodies.size === 1 && answer.undo ? undo.replace("{id}", answer.undo) : null;
      toast(this.words("pasted", count), { undo: back, tone: "good" });
      if (over > 0) toast(this.words("over", over), { tone: "warn" });
    } catch (error) {
      showError(error);
    }
    document.dispatchEvent(new CustomEvent("yc:changed", { detail: { own: true } }));
  }

  private words(name: string, n: number): string {
    return (this.getAttribute(name) ?? "").replace("{n}", String(n));
  }
}

define("yc-sheet", Sheet);
