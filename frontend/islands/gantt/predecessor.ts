/** The dialog of a task's predecessors: each with its type and lag, and a line to add one. */
import { h, openDialog, uniqueId } from "../../lib/dom";
import { t } from "../../lib/i18n";
import { icon } from "../../lib/icons";
import type { State } from "./state";
import type { Link, LinkType, Task } from "./types";

const TYPES: LinkType[] = ["FS", "SS", "FF", "SF"];
const UNITS = ["wd", "ed", "h", "eh", "%"] as const;

export interface Terms {
  type: LinkType;
  lag: number;
  unit: string;
}

/** What the user wants: links to add, to change and to take away. */
export interface Wishes {
  added: ({ pred: string } & Terms)[];
  changed: ({ id: string } & Terms)[];
  removed: string[];
}

interface Line {
  link: Link | null;
  row: HTMLElement;
  read(): Terms;
}

function choose(label: string, options: [string, string][], value: string): HTMLSelectElement {
  const made = options.map(([key, text]) =>
    h("option", { value: key, text, selected: key === value }),
  );
  return h("select", { class: "input", "aria-label": label }, ...made);
}

function lineOf(link: Link | null, head: HTMLElement): Line {
  const types = TYPES.map((each) => [each, t(`gantt.link.${each}`)] as [string, string]);
  const units = UNITS.map((each) => [each, t(`gantt.unit.${each}`)] as [string, string]);
  const type = choose(t("gantt.link_type"), types, link?.type ?? "FS");
  const unit = choose(t("gantt.link_unit"), units, link?.unit ?? "wd");
  const lag = h("input", {
    class: "input num",
    type: "number",
    step: "any",
    value: String(link?.lag ?? 0),
    "aria-label": t("gantt.link_lag"),
  });
  const row = h("div", { class: "yg-pred" }, head, type, lag, unit);
  const read = () => ({
    type: type.value as LinkType,
    lag: Number(lag.value) || 0,
    unit: unit.value,
  });
  return { link, row, read };
}

/** Tasks that may come before: by what people type, number and name. */
function candidates(state: State, task: Task): Map<string, string> {
  const found = new Map<string, string>();
  for (const each of state.model.order)
    if (each.id !== task.id && !state.isDraft(each.id))
      found.set(`${each.wbs || each.ref} ${each.name}`, each.id);
  return found;
}

/** Asks for the predecessors of a task; null when left without saving. */
export async function askPredecessors(state: State, task: Task): Promise<Wishes | null> {
  const { model } = state;
  const labels = candidates(state, task);
  const list = uniqueId("tasks");
  const removed = new Set<string>();
  const lines = model.links
    .filter((link) => link.succ === task.id)
    .map((link) => existing(state, link, removed));
  const find = h("input", {
    class: "input",
    list,
    "aria-label": t("gantt.link_find"),
    placeholder: t("gantt.link_find"),
    autocomplete: "off",
  });
  const fresh = lineOf(null, find);
  const title = t("gantt.link_pick", { name: task.name });
  const answer = await openDialog(
    dialogOf(
      title,
      lines.map((line) => line.row),
      fresh.row,
      h("datalist", { id: list }, ...[...labels.keys()].map((value) => h("option", { value }))),
    ),
  );
  if (answer !== "save") return null;
  const typed = find.value.trim();
  const pred =
    labels.get(typed) ??
    (typed ? [...labels].find(([label]) => label.includes(typed))?.[1] : undefined);
  return wishesOf(
    lines.filter((line) => !removed.has(line.link?.id ?? "")),
    removed,
    pred ? { pred, ...fresh.read() } : null,
  );
}

function existing(state: State, link: Link, removed: Set<string>): Line {
  const pred = state.model.get(link.pred);
  const name = `${pred?.wbs || pred?.ref || ""} ${pred?.name ?? ""}`;
  const line = lineOf(link, h("span", { class: "yg-pred-name", text: name }));
  const drop = h(
    "button",
    {
      type: "button",
      class: "btn only-icon small quiet",
      "aria-label": `${t("gantt.link_remove")} ${name}`,
      onclick: () => {
        removed.add(link.id);
        line.row.remove();
      },
    },
    icon("trash"),
  );
  line.row.append(drop);
  return line;
}

function wishesOf(kept: Line[], removed: Set<string>, added: Wishes["added"][0] | null): Wishes {
  const changed = kept.flatMap(({ link, read }) => {
    const now = read();
    const same =
      !link || (link.type === now.type && link.lag === now.lag && link.unit === now.unit);
    return same ? [] : [{ id: link.id, ...now }];
  });
  return { added: added ? [added] : [], changed, removed: [...removed] };
}

function dialogOf(
  title: string,
  rows: HTMLElement[],
  fresh: HTMLElement,
  options: HTMLElement,
): HTMLDialogElement {
  const none = rows.length === 0 ? h("p", { class: "muted", text: t("gantt.link_none") }) : null;
  return h(
    "dialog",
    { class: "dialog wide", "aria-label": title },
    h("div", { class: "dialog-head" }, h("h2", { text: title })),
    h(
      "form",
      { method: "dialog" },
      h("div", { class: "dialog-body stack" }, none, ...rows, fresh, options),
      h(
        "div",
        { class: "dialog-foot" },
        h("button", {
          class: "btn quiet",
          value: "",
          formnovalidate: true,
          text: t("action.cancel"),
        }),
        h("button", { class: "btn primary", value: "save", text: t("action.save") }),
      ),
    ),
  );
}
