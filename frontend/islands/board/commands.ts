/** Changes of the board: shown at once, sent in order, put back with the reason when refused. */
import { ApiError, type Conflict, request } from "../../lib/api";
import { askConflict } from "../../lib/conflict";
import { readDate } from "../../lib/dates";
import { h, openDialog } from "../../lib/dom";
import { type TextKey, t } from "../../lib/i18n";
import { type Choice, showMenu } from "../../lib/menu";
import { showError, toast } from "../../lib/toast";
import { movedNote } from "../gantt/notes";
import type { Board } from "./index";
import type { Answer, Card } from "./types";

interface Sending {
  work: (version: number | undefined) => Promise<Answer>;
  /** Asked for when its turn comes: a change before it made a newer one. */
  version: () => number;
  said: string;
  back?: (why: string) => string;
  /** What the user wanted, in words. */
  yours?: string;
}

const FIELDS: Record<string, TextKey> = {
  name: "gantt.name",
  status: "gantt.status",
  status_id: "gantt.status",
  assignees: "gantt.owner",
  deadline: "gantt.deadline",
};

function fieldName(field: string): string {
  const key = FIELDS[field];
  return key ? t(key) : field;
}

export class Commands {
  private queue: Promise<void> = Promise.resolve();

  constructor(private readonly board: Board) {}

  /**
   * Sends one change; when it is refused the board is fetched anew and the reason said. Where
   * somebody else was faster both values are shown, and the one chosen stands.
   */
  private send(sending: Sending): void {
    const { work, said, version, back } = sending;
    this.board.announce(said);
    this.queue = this.queue.then(async () => {
      try {
        this.accept(await work(version()), said);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        if (error.conflict) await this.settle(error.conflict, sending);
        else toast(back ? back(error.message) : error.message, { tone: "act" });
        await this.board.load();
      }
    });
    void this.queue;
  }

  private async settle(conflict: Conflict, { work, said, yours }: Sending): Promise<void> {
    const { model } = this.board;
    const show = (value: unknown) =>
      model.column(String(value))?.name ??
      (Array.isArray(value) ? value.join("、") : String(value ?? ""));
    const label = fieldName(conflict.field);
    const choice = await askConflict(yours ? { ...conflict, yours } : conflict, { label, show });
    if (choice !== "yours") return;
    try {
      this.accept(await work(conflict.version), said);
    } catch (error) {
      showError(error);
    }
  }

  private accept(answer: Answer, said: string): void {
    const { model } = this.board;
    for (const change of [answer.item, ...(answer.moved ?? [])]) {
      const card = change ? model.find(change.id)?.card : null;
      if (card && change?.version) card.version = change.version;
      if (card && change?.finish !== undefined) card.finish = change.finish;
    }
    if (answer.seq) model.seq = Math.max(model.seq, answer.seq);
    const note = [said, this.followers(answer)].filter(Boolean).join(t("gantt.moved.comma"));
    if (answer.undo) {
      const undo = this.board.url(`/undo/${answer.undo}`);
      toast(note, { undo, onUndone: () => void this.board.load() });
    }
  }

  /** What the change moved besides: the board has no summaries, so they are left out. */
  private followers({ moved = [], item }: Answer): string {
    const found = new Map(
      moved
        .filter(({ id, milestone }) => milestone || this.board.model.find(id))
        .map(({ id, name = "", milestone }) => [
          id,
          { name, kind: milestone ? "milestone" : "task" },
        ]),
    );
    const known = { get: (id: string) => found.get(id), isSummary: () => false };
    const cards = moved.filter(({ id }) => found.has(id));
    return movedNote(cards, known, item?.id ?? null);
  }

  move(id: string, to: string, before: string | null): void {
    const { model } = this.board;
    const found = model.find(id);
    const column = model.column(to);
    if (!found || !column || !model.canEdit || !model.move(id, to, before)) return;
    const { card } = found;
    this.board.active = id;
    this.board.draw(found.column.id, to);
    this.send({
      work: (version) =>
        request<Answer>("POST", this.board.url(`/items/${id}/status`), {
          body: { status: to, before, version },
        }),
      version: () => card.version,
      said:
        found.column === column
          ? t("board.said.placed", { name: card.name })
          : t("board.said.moved", { name: card.name, column: column.name }),
      back: (why) => t("board.said.back", { name: card.name, why }),
      yours: column.name,
    });
  }

  /** One place up or down in its column. */
  reorder(id: string, step: 1 | -1): void {
    const { model } = this.board;
    const column = model.find(id)?.column;
    if (!column) return;
    const cards = model.visible(column);
    const at = cards.findIndex((card) => card.id === id);
    const beyond = cards[at + step];
    if (!beyond) return;
    this.move(id, column.id, step < 0 ? beyond.id : (cards[at + 2]?.id ?? null));
    this.board.focusCard(id);
  }

  /** The card's name becomes a field; Enter writes it. */
  rename(id: string): void {
    const { model } = this.board;
    const card = model.find(id)?.card;
    const name = this.board.lists.card(id)?.querySelector<HTMLElement>(".yb-name");
    if (!card || !name || !model.canEdit || name.hidden) return;
    const input = h("input", {
      class: "input yb-rename",
      value: card.name,
      "aria-label": t("gantt.name"),
      title: t("edit.hint"),
    });
    let open = true;
    const leave = (keep: boolean) => {
      if (!open) return;
      open = false;
      const text = input.value.trim();
      input.remove();
      name.hidden = false;
      if (keep && text && text !== card.name) {
        card.name = text;
        this.patch(card, { name: text }, t("gantt.said.renamed", { name: text }), text);
      }
      this.board.draw();
      this.board.focusCard(id);
    };
    input.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.isComposing) return;
      if (event.key === "Enter" || event.key === "Escape") leave(event.key === "Enter");
    });
    input.addEventListener("blur", () => leave(true));
    name.hidden = true;
    name.after(input);
    input.select();
  }

  /** To the neighbouring column, at its top. */
  shift(id: string, step: 1 | -1): void {
    const { model } = this.board;
    const found = model.find(id);
    if (!found) return;
    const next = model.columns[model.columns.indexOf(found.column) + step];
    if (next) this.move(id, next.id, model.visible(next)[0]?.id ?? null);
  }

  private patch(card: Card, body: object, said: string, yours: string): void {
    this.send({
      work: (version) =>
        request<Answer>("PATCH", this.board.url(`/items/${card.id}`), { body, version }),
      version: () => card.version,
      said,
      yours,
    });
  }

  assignMe(id: string): void {
    const { model } = this.board;
    const card = model.find(id)?.card;
    if (!card || !model.canEdit || !model.me) return;
    const others = card.assignees.map((each) => each.id).filter((each) => each !== model.me);
    this.patch(
      card,
      { assignees: [model.me, ...others] },
      t("board.said.assigned", { name: card.name }),
      t("board.filter.me"),
    );
    this.board.news.reloadSoon();
  }

  trash(id: string): void {
    const { model } = this.board;
    const card = model.find(id)?.card;
    if (!card || !model.canEdit) return;
    const next = model.neighbour(id, [0, 1]) ?? model.neighbour(id, [0, -1]);
    model.remove(id);
    this.board.active = next;
    this.board.draw();
    this.board.focusCard(next);
    this.send({
      work: (version) => request<Answer>("DELETE", this.board.url(`/items/${id}`), { version }),
      version: () => card.version,
      said: t("board.said.trashed", { name: card.name }),
    });
  }

  /** A field at the column's foot; Enter adds and stays for the next. */
  quickAdd(columnId: string): void {
    const foot = this.board.lists.columns.get(columnId)?.querySelector(".yb-foot");
    const button = foot?.querySelector<HTMLElement>(".yb-add");
    if (!foot || !button || foot.querySelector("input")) return;
    const input = h("input", {
      class: "input",
      placeholder: t("board.add_name"),
      "aria-label": t("board.add_name"),
    });
    let open = true;
    const leave = () => {
      // Removing a focused field blurs it, which would come here again.
      if (!open) return;
      open = false;
      input.remove();
      button.hidden = false;
    };
    input.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.isComposing) return;
      if (event.key === "Escape") {
        leave();
        button.focus();
      } else if (event.key === "Enter" && input.value.trim()) {
        void this.create(columnId, input.value.trim(), input);
        input.value = "";
      }
    });
    input.addEventListener("blur", () => {
      if (input.value.trim() === "") leave();
    });
    button.hidden = true;
    foot.append(input);
    input.focus();
  }

  private async create(columnId: string, name: string, input: HTMLInputElement): Promise<void> {
    try {
      const body = { name, parent: null, after: null, kind: "task", duration: 1, status: columnId };
      const answer = await request<Answer>("POST", this.board.url("/items"), { body });
      this.accept(answer, name);
      await this.board.load();
    } catch (error) {
      if (input.value === "") input.value = name;
      showError(error);
    }
  }

  async due(id: string): Promise<void> {
    const { model } = this.board;
    const card = model.find(id)?.card;
    if (!card || !model.canEdit) return;
    const title = t("board.due_title", { name: card.name });
    const input = h("input", {
      class: "input",
      type: "date",
      value: card.finish ?? "",
      "aria-label": title,
      required: true,
    });
    const dialog = h(
      "dialog",
      { class: "dialog", "aria-label": title },
      h("div", { class: "dialog-head" }, h("h2", { text: title })),
      h(
        "form",
        { method: "dialog" },
        h("div", { class: "dialog-body" }, input),
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
    const answer = await openDialog(dialog);
    const finish = readDate(input.value, 1970);
    if (answer !== "save" || !finish) return;
    const said = t("board.said.due", { name: card.name, date: finish });
    this.patch(card, { deadline: finish }, said, finish);
    this.board.news.reloadSoon();
  }

  /** All that dragging and keys do, by click. */
  menu(id: string, anchor: Element | { x: number; y: number }): void {
    const { model } = this.board;
    const found = model.find(id);
    if (!found) return;
    const { card, column } = found;
    const url = this.board.urlOf(card);
    const choices: (Choice | null)[] = [];
    if (url)
      choices.push({
        text: t("board.open"),
        icon: "document",
        keys: "↵",
        run: () => window.location.assign(url),
      });
    if (model.canEdit) choices.push(...this.moves(card, column.id), ...this.others(card));
    showMenu(choices, anchor);
  }

  private moves(card: Card, from: string): (Choice | null)[] {
    const { model } = this.board;
    const places = model.columns.map((column) => ({
      text: `${t("board.move_to")} ${column.name}`,
      icon: "moved" as const,
      current: column.id === from,
      run: () => this.move(card.id, column.id, model.visible(column)[0]?.id ?? null),
    }));
    const own = model.column(from);
    const first = own ? (model.visible(own)[0]?.id ?? null) : null;
    return [
      null,
      ...places,
      null,
      {
        text: t("gantt.menu.up"),
        icon: "chevron_up",
        keys: "Alt ↑",
        run: () => this.reorder(card.id, -1),
      },
      {
        text: t("gantt.menu.down"),
        icon: "chevron_down",
        keys: "Alt ↓",
        run: () => this.reorder(card.id, 1),
      },
      { text: t("board.top"), icon: "chevron_up", run: () => this.move(card.id, from, first) },
      { text: t("board.bottom"), icon: "chevron_down", run: () => this.move(card.id, from, null) },
    ];
  }

  private others(card: Card): (Choice | null)[] {
    const me: Choice[] = this.board.model.me
      ? [
          {
            text: t("board.assign_me"),
            icon: "person",
            keys: "Space",
            run: () => this.assignMe(card.id),
          },
        ]
      : [];
    return [
      { text: t("board.rename"), icon: "edit", keys: "E", run: () => this.rename(card.id) },
      ...me,
      { text: t("board.due"), icon: "calendar", keys: "D", run: () => void this.due(card.id) },
      null,
      {
        text: t("board.trash"),
        icon: "trash",
        keys: "C",
        danger: true,
        run: () => this.trash(card.id),
      },
    ];
  }
}
