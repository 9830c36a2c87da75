/** The boxes to tick on a task: put in another order by dragging the grip, or by Alt with arrows. */
import { define } from "../lib/dom";

const SLOP = 3;

class Boxes extends HTMLElement {
  private row: HTMLElement | null = null;
  private fromY = 0;
  private moved = false;

  connectedCallback(): void {
    this.addEventListener("pointerdown", this.down);
    this.addEventListener("keydown", this.onKey);
  }

  disconnectedCallback(): void {
    this.removeEventListener("pointerdown", this.down);
    this.removeEventListener("keydown", this.onKey);
    this.release();
  }

  private readonly down = (event: PointerEvent) => {
    const grip = (event.target as Element).closest<HTMLElement>("[data-grip]");
    if (!grip || event.button !== 0) return;
    event.preventDefault();
    this.row = grip.closest("li");
    this.fromY = event.clientY;
    this.moved = false;
    document.addEventListener("pointermove", this.move);
    document.addEventListener("pointerup", this.up);
    document.addEventListener("pointercancel", this.up);
  };

  private readonly move = (event: PointerEvent) => {
    const { row } = this;
    if (!row || (!this.moved && Math.abs(event.clientY - this.fromY) < SLOP)) return;
    this.moved = true;
    row.classList.add("dragged");
    const others = [...(row.parentElement?.children ?? [])].filter((each) => each !== row);
    const below = others.find((each) => {
      const box = each.getBoundingClientRect();
      return event.clientY < box.top + box.height / 2;
    });
    if (below) {
      if (row.nextElementSibling !== below) below.before(row);
    } else if (others.at(-1) !== row.previousElementSibling) others.at(-1)?.after(row);
  };

  private readonly up = () => {
    const { row } = this;
    const moved = this.moved;
    this.release();
    if (row && moved) this.send(row, { do: "place", before: idOf(row.nextElementSibling) });
  };

  private release(): void {
    this.row?.classList.remove("dragged");
    this.row = null;
    document.removeEventListener("pointermove", this.move);
    document.removeEventListener("pointerup", this.up);
    document.removeEventListener("pointercancel", this.up);
  }

  private readonly onKey = (event: KeyboardEvent) => {
    const row = (event.target as Element).closest<HTMLElement>("li");
    const way = { ArrowUp: "up", ArrowDown: "down" }[event.key];
    if (!row || !way || !event.altKey) return;
    event.preventDefault();
    const beside = way === "up" ? row.previousElementSibling : row.nextElementSibling;
    if (beside) this.send(row, { do: way });
  };

  /** The server writes the new order; the focus stays on the box that was moved. */
  private send(row: HTMLElement, values: Record<string, string>): void {
    const { id } = row;
    const context = { target: "#checklist", swap: "morph:innerHTML", values, source: row };
    void window.htmx?.ajax("POST", row.dataset.at ?? "", context).then(() => {
      document.getElementById(id)?.querySelector<HTMLElement>("[data-grip]")?.focus();
    });
  }
}

function idOf(row: Element | null): string {
  return row?.id.replace(/^b-/, "") ?? "";
}

define("yc-boxes", Boxes);
