import type Sortable from "sortablejs";
import { h } from "../../lib/dom";
import { sortable } from "./drag";
import type { Model } from "./model";
import { columnElement, describe, fillColumn } from "./render";
import type { Card } from "./types";

/** The columns as elements, with what makes their cards draggable. */
export class Lists {
  readonly element = h("div", { class: "yb-lists" });
  readonly columns = new Map<string, HTMLElement>();
  private sortables: Sortable[] = [];

  /** Whether the columns are still those of the model. */
  fits(model: Model): boolean {
    return [...this.columns.keys()].join() === model.columns.map((column) => column.id).join();
  }

  build(
    model: Model,
    onDrag: (dragging: boolean) => void,
    onDrop: (id: string, column: string, before: string | null) => void,
  ): void {
    this.clear();
    for (const column of model.columns) this.columns.set(column.id, columnElement(model, column));
    this.element.replaceChildren(...this.columns.values());
    describe(this.element, model.name);
    if (!model.canEdit) return;
    for (const each of this.columns.values()) this.sortables.push(sortable(each, onDrag, onDrop));
  }

  /** Draws the cards of all columns, or of those named. */
  fill(model: Model, only: string[], url: (card: Card) => string, active: string | null): void {
    for (const column of model.columns) {
      const element = this.columns.get(column.id);
      if (element && (only.length === 0 || only.includes(column.id)))
        fillColumn(model, column, element, url, active);
    }
  }

  card(id: string): HTMLElement | null {
    return this.element.querySelector(`li[data-id="${CSS.escape(id)}"] > .yb-card`);
  }

  clear(): void {
    for (const each of this.sortables) each.destroy();
    this.sortables = [];
    this.columns.clear();
  }
}
