/** The dialog that asks for a predecessor. */
import { h, openDialog, uniqueId } from "../../lib/dom";
import { t } from "../../lib/i18n";
import type { State } from "./state";
import type { LinkType } from "./types";

const TYPES: LinkType[] = ["FS", "SS", "FF", "SF"];

/** Asks for a predecessor, the type and the lag; null when left. */
export async function askPredecessor(
  state: State,
  id: string,
): Promise<{ pred: string; type: LinkType; lag: number } | null> {
  const title = t("gantt.link_pick", { name: state.model.get(id)?.name ?? "" });
  const list = uniqueId("tasks");
  const labels = new Map<string, string>();
  for (const task of state.model.order) {
    if (task.id !== id && !state.model.isSummary(task))
      labels.set(`${task.wbs || task.ref} ${task.name}`, task.id);
  }
  const task = h("input", {
    class: "input",
    list,
    required: true,
    "aria-label": t("gantt.link_find"),
    placeholder: t("gantt.link_find"),
    autocomplete: "off",
  });
  const type = h(
    "select",
    { class: "input", "aria-label": t("gantt.link_type") },
    ...TYPES.map((each) => h("option", { value: each, text: t(`gantt.link.${each}`) })),
  );
  const lag = h("input", {
    class: "input num",
    type: "number",
    value: "0",
    "aria-label": t("gantt.link_lag"),
  });
  const field = (text: string, control: HTMLElement) =>
    h("label", { class: "field" }, h("span", { class: "field-label", text }), control);
  const dialog = h(
    "dialog",
    { class: "dialog", "aria-label": title },
    h("div", { class: "dialog-head" }, h("h2", { text: title })),
    h(
      "form",
      { method: "dialog" },
      h(
        "div",
        { class: "dialog-body form" },
        field(t("gantt.name"), task),
        h(
          "div",
          { class: "form-row" },
          field(t("gantt.link_type"), type),
          field(t("gantt.link_lag"), lag),
        ),
        h("datalist", { id: list }, ...[...labels.keys()].map((value) => h("option", { value }))),
      ),
      h(
        "div",
        { class: "dialog-foot" },
        h("button", {
          class: "btn quiet",
          value: "",
          formnovalidate: true,
          text: t("action.cancel"),
        }),
        h("button", { class: "btn primary", value: "add", text: t("gantt.link_add") }),
      ),
    ),
  );
  const answer = await openDialog(dialog);
  const typed = task.value.trim();
  const pred = labels.get(typed) ?? [...labels].find(([label]) => label.includes(typed))?.[1];
  if (answer !== "add" || !typed || !pred) return null;
  return { pred, type: type.value as LinkType, lag: Number(lag.value) || 0 };
}
