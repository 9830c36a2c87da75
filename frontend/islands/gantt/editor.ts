/** The field that stands in a cell while it is edited. */
import { readDate } from "../../lib/dates";
import { h } from "../../lib/dom";
import { t } from "../../lib/i18n";
import { toast } from "../../lib/toast";
import { type Column, PRIORITIES, priorityText } from "./columns";
import type { State } from "./state";
import type { Field, Task } from "./types";

type Control = HTMLInputElement | HTMLSelectElement;

/** How the editor was left: Enter, Tab and Shift-Tab carry on, blur and Escape do not. */
export type Exit = "enter" | "tab" | "back" | "blur" | "escape";

/** A value to save, "same" when nothing changed, "wrong" when it cannot be read. */
type Reading = { value: unknown } | "same" | "wrong";

export class Editor {
  private control: Control | null = null;

  get open(): boolean {
    return this.control !== null;
  }

  /** Puts a field into the cell; `first` is what was typed to open it. */
  start(
    state: State,
    task: Task,
    column: Column,
    cell: HTMLElement,
    first: string | null,
    done: (exit: Exit, fields: Partial<Task> | null) => void,
  ): void {
    const control = build(state, task, column);
    this.control = control;
    if (first !== null && control instanceof HTMLInputElement && control.type !== "date")
      control.value = first;
    cell.classList.add("editing");
    cell.append(control);
    const leave = (exit: Exit) => {
      if (this.control !== control) return;
      const reading = exit === "escape" ? "same" : read(state, task, column, control);
      if (reading === "wrong" && exit !== "blur") return complain(control, column);
      this.control = null;
      control.remove();
      cell.classList.remove("editing");
      const fields = typeof reading === "object" ? { [column.key]: reading.value } : null;
      done(exit, fields as Partial<Task> | null);
    };
    control.addEventListener("keydown", (event) => onKey(event as KeyboardEvent, leave));
    control.addEventListener("blur", () => leave("blur"));
    if (control instanceof HTMLSelectElement)
      control.addEventListener("change", () => leave("enter"));
    control.focus();
    if (first === null && control instanceof HTMLInputElement && control.type !== "date")
      control.select();
  }

  /** Ends an edit that something else overtook. */
  drop(): void {
    const control = this.control;
    this.control = null;
    control?.parentElement?.classList.remove("editing");
    control?.remove();
  }
}

function onKey(event: KeyboardEvent, leave: (exit: Exit) => void): void {
  event.stopPropagation();
  if (event.isComposing) return;
  const exits: Record<string, Exit> = {
    Enter: "enter",
    Escape: "escape",
    Tab: event.shiftKey ? "back" : "tab",
  };
  const exit = exits[event.key];
  if (!exit) return;
  event.preventDefault();
  leave(exit);
}

function build(state: State, task: Task, column: Column): Control {
  const shared = { class: "input yg-input", "aria-label": t(column.title), title: t("edit.hint") };
  const choose = (options: [string, string][], value: string) =>
    h(
      "select",
      shared,
      ...options.map(([key, text]) => h("option", { value: key, text, selected: key === value })),
    );
  switch (column.editor) {
    case "people":
      return choose(
        [
          ["", t("gantt.unassigned")],
          ...state.people.map((each) => [each.id, each.name] as [string, string]),
        ],
        task.assignees[0] ?? "",
      );
    case "status":
      return choose(
        state.statuses.map((each) => [each.id, each.name]),
        task.status ?? "",
      );
    case "priority":
      return choose(
        PRIORITIES.map((key) => [key, key ? priorityText(key) : t("gantt.priority.none")]),
        task.priority ?? "",
      );
    case "date":
      return h("input", {
        ...shared,
        type: "date",
        value: String(task[column.key as Field] ?? ""),
      });
    case "days":
    case "percent":
      return h("input", {
        ...shared,
        type: "text",
        inputmode: "numeric",
        value: String(task[column.key as Field] ?? ""),
      });
    default:
      return h("input", {
        ...shared,
        type: "text",
        value: String(task[column.key as Field] ?? ""),
      });
  }
}

function read(state: State, task: Task, column: Column, control: Control): Reading {
  const text = control.value.trim();
  const old = task[column.key as Field];
  const changed = (value: unknown): Reading =>
    value === (old ?? "") || value === old ? "same" : { value };
  switch (column.editor) {
    case "people":
      return text === (task.assignees[0] ?? "") ? "same" : { value: text ? [text] : [] };
    case "days":
    case "percent": {
      const found = /^(\d+(?:\.\d+)?)\s*(天|日|d|%)?$/i.exec(text);
      const value = Number(found?.[1]);
      if (!found || (column.editor === "percent" && value > 100)) return "wrong";
      return changed(column.editor === "percent" ? Math.round(value) : value);
    }
    case "date":
      if (text === "") return column.key === "finish" ? "same" : changed(null);
      return readDate(text, state.context.year) ? changed(text) : "wrong";
    case "text":
      return text === "" && column.key === "name" ? "same" : changed(text);
    default:
      return changed(text);
  }
}

function complain(control: Control, column: Column): void {
  control.setAttribute("aria-invalid", "true");
  toast(t(column.editor === "date" ? "gantt.only_date" : "gantt.only_days"), { tone: "warn" });
  control.focus();
}
