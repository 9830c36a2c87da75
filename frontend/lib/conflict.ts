import type { Conflict } from "./api";
import { h, openDialog } from "./dom";
import { t } from "./i18n";

export interface ConflictView {
  /** The field as users call it. */
  label: string;
  /** Prints a raw value as the page does. */
  show: (value: unknown) => string;
}

function side(title: string, value: string): HTMLElement {
  return h("div", {}, h("h3", { text: title }), h("p", { text: value || t("conflict.blank") }));
}

/** Shows both values of a conflicting edit; "yours", "theirs", or "" when left open. */
export async function askConflict(conflict: Conflict, view: ConflictView): Promise<string> {
  const by = conflict.by || t("conflict.someone");
  const title = t("conflict.title", { by });
  const choice = (value: string, text: string, kind: string) =>
    h("button", { class: `btn ${kind}`, value, text });
  const dialog = h(
    "dialog",
    { class: "dialog", "aria-label": title },
    h("div", { class: "dialog-head" }, h("h2", { text: title })),
    h(
      "form",
      { method: "dialog" },
      h(
        "div",
        { class: "dialog-body" },
        h("p", { text: t("conflict.text", { field: view.label }) }),
        h(
          "div",
          { class: "versus" },
          side(t("conflict.yours"), view.show(conflict.yours)),
          side(t("conflict.theirs"), view.show(conflict.theirs)),
        ),
      ),
      h(
        "div",
        { class: "dialog-foot" },
        choice("yours", t("conflict.keep_yours"), ""),
        choice("theirs", t("conflict.keep_theirs"), "primary"),
      ),
    ),
  );
  return await openDialog(dialog);
}
