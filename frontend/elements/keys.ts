import { define, h, isTyping, openDialog } from "../lib/dom";
import { type TextKey, t } from "../lib/i18n";
import { icon } from "../lib/icons";

type Keys = [keys: string, text: TextKey][];

const EVERYWHERE: Keys = [
  ["Ctrl K", "keys.search"],
  ["?", "keys.help"],
];
const EDIT: Keys = [
  ["Enter", "keys.enter"],
  ["Esc", "keys.escape"],
];
const GANTT: Keys = [
  ["↑ ↓ ← →", "keys.gantt.move"],
  ["Enter / F2", "keys.gantt.edit"],
  ["Ins", "keys.gantt.new"],
  ["Tab / Shift Tab", "keys.gantt.indent"],
  ["Alt ← →", "keys.gantt.bar"],
  ["Alt Shift ← →", "keys.gantt.size"],
  ["Alt ↑ ↓", "keys.gantt.order"],
  ["Space", "keys.gantt.fold"],
  ["Del", "keys.gantt.trash"],
  ["Ctrl Z", "keys.gantt.undo"],
  ["Ctrl Enter", "keys.gantt.open"],
  ["Shift F10", "keys.gantt.menu"],
  ["Ctrl V", "keys.gantt.paste"],
  ["Alt S", "keys.gantt.sort"],
];
const BOARD: Keys = [
  ["↑ ↓ ← → / J K", "keys.board.select"],
  ["Enter", "keys.board.open"],
  ["N", "keys.board.new"],
  ["< > / Alt ← →", "keys.board.move"],
  ["Alt ↑ ↓", "keys.board.order"],
  ["E", "keys.board.rename"],
  ["Space", "keys.board.me"],
  ["D", "keys.board.due"],
  ["C", "keys.board.trash"],
  ["Q", "keys.board.mine"],
  ["F", "keys.board.filter"],
  ["/", "keys.board.search"],
];

function block(title: TextKey, keys: Keys): HTMLElement {
  const lines = keys.map(([key, text]) =>
    h("div", {}, h("span", { text: t(text) }), h("kbd", { text: key })),
  );
  return h("div", {}, h("h3", { text: t(title) }), ...lines);
}

/** `?` shows the keys that work on this page. */
class KeysHelp extends HTMLElement {
  private readonly onKey = (event: KeyboardEvent) => {
    if (event.key === "?" && !isTyping(event)) void this.show();
  };

  private readonly onClick = (event: Event) => {
    if ((event.target as Element).closest("[data-keys]")) void this.show();
  };

  connectedCallback(): void {
    document.addEventListener("keydown", this.onKey);
    document.addEventListener("click", this.onClick);
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.onKey);
    document.removeEventListener("click", this.onClick);
  }

  async show(): Promise<void> {
    if (document.querySelector("dialog.keys-help")) return;
    const blocks = [block("keys.everywhere", EVERYWHERE), block("keys.edit", EDIT)];
    if (document.querySelector("yc-gantt")) blocks.unshift(block("keys.gantt", GANTT));
    if (document.querySelector("yc-board")) blocks.unshift(block("keys.board", BOARD));
    const close = h(
      "button",
      { class: "btn only-icon quiet", "aria-label": t("action.close"), value: "" },
      icon("close"),
    );
    const dialog = h(
      "dialog",
      { class: "dialog wide keys-help", "aria-label": t("keys.title") },
      h(
        "form",
        { method: "dialog", class: "dialog-head" },
        h("h2", { text: t("keys.title") }),
        close,
      ),
      h("div", { class: "dialog-body keys" }, ...blocks),
    );
    await openDialog(dialog);
  }
}

define("yc-keys", KeysHelp);
