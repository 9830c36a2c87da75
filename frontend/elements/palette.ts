import { request } from "../lib/api";
import { define, h, uniqueId } from "../lib/dom";
import { t } from "../lib/i18n";
import { type IconName, icon } from "../lib/icons";

interface Item {
  title: string;
  subtitle?: string;
  url: string;
  icon?: string;
}

interface Group {
  label: string;
  items: Item[];
}

/** The command palette (⌘K): pages of the side bar at once, search answers as they come. */
class Palette extends HTMLElement {
  private dialog: HTMLDialogElement | null = null;
  private asked: AbortController | null = null;
  private timer = 0;
  private at = 0;

  private readonly onKey = (event: KeyboardEvent) => {
    if ((event.metaKey || event.ctrlKey) && !event.altKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      this.open();
    }
  };

  private readonly onClick = (event: Event) => {
    if ((event.target as Element).closest("[data-palette]")) this.open();
  };

  connectedCallback(): void {
    document.addEventListener("keydown", this.onKey);
    document.addEventListener("click", this.onClick);
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.onKey);
    document.removeEventListener("click", this.onClick);
    this.asked?.abort();
  }

  open(): void {
    if (this.dialog?.open) return;
    const list = h("div", {
      class: "palette-list",
      role: "listbox",
      id: uniqueId("palette"),
      "aria-label": t("palette.title"),
    });
    const input = h("input", {
      type: "text",
      role: "combobox",
      "aria-expanded": "true",
      "aria-controls": list.id,
      "aria-label": t("palette.title"),
      "aria-autocomplete": "list",
      placeholder: t("palette.placeholder"),
      autocomplete: "off",
      spellcheck: "false",
      oninput: () => this.search(input.value.trim()),
      onkeydown: (event: KeyboardEvent) => this.onMove(event),
    });
    const hint = (key: string, text: string) => h("span", {}, h("kbd", { text: key }), ` ${text}`);
    const dialog = h(
      "dialog",
      { class: "dialog palette", "aria-label": t("palette.title") },
      h(
        "div",
        { class: "palette-input" },
        icon("search"),
        input,
        h("span", { class: "visually-hidden", role: "status" }),
      ),
      list,
      h(
        "div",
        { class: "palette-foot", "aria-hidden": "true" },
        hint("↑↓", t("palette.move")),
        hint("↵", t("palette.open")),
        hint("Esc", t("palette.leave")),
      ),
    );
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
    });
    dialog.addEventListener("close", () => dialog.remove());
    this.dialog = dialog;
    this.append(dialog);
    dialog.showModal();
    this.show([this.pages("")]);
  }

  /** Links of the side bar that match, so that the palette moves about even while offline. */
  private pages(query: string): Group {
    const links = [...document.querySelectorAll<HTMLAnchorElement>(".side-link")];
    const items = links
      .map((link) => ({
        title: link.querySelector(".side-text")?.textContent ?? "",
        url: link.href,
        icon: "moved",
      }))
      .filter((item) => item.title.toLowerCase().includes(query.toLowerCase()));
    return { label: t("palette.pages"), items };
  }

  private search(query: string): void {
    window.clearTimeout(this.timer);
    this.asked?.abort();
    const source = this.getAttribute("src");
    if (query && source) this.timer = window.setTimeout(() => void this.ask(source, query), 80);
    else this.show([this.pages(query)], query);
  }

  private async ask(source: string, query: string): Promise<void> {
    const asked = new AbortController();
    this.asked = asked;
    const url = `${source}${source.includes("?") ? "&" : "?"}q=${encodeURIComponent(query)}`;
    try {
      const answer = await request<{ groups: Group[] }>("GET", url, { signal: asked.signal });
      this.show([...answer.groups, this.pages(query)], query);
    } catch {
      if (!asked.signal.aborted) this.show([this.pages(query)], query, t("palette.failed"));
    }
  }

  private show(groups: Group[], query = "", trouble = ""): void {
    const list = this.dialog?.querySelector(".palette-list");
    if (!list) return;
    const parts: HTMLElement[] = [];
    for (const group of groups.filter((each) => each.items.length > 0)) {
      parts.push(h("div", { class: "palette-group", role: "presentation", text: group.label }));
      for (const item of group.items) parts.push(this.row(item));
    }
    const count = groups.reduce((sum, group) => sum + group.items.length, 0);
    if (trouble || count === 0) {
      parts.unshift(
        h("div", { class: "palette-group", text: trouble || t("palette.none", { q: query }) }),
      );
    }
    list.replaceChildren(...parts);
    const status = this.dialog?.querySelector('[role="status"]');
    if (status) status.textContent = t("palette.count", { n: count });
    this.select(0);
  }

  private row(item: Item): HTMLElement {
    return h(
      "div",
      {
        class: "palette-item",
        role: "option",
        id: uniqueId("option"),
        "data-url": item.url,
        onclick: () => this.go(item.url),
      },
      icon((item.icon ?? "task") as IconName),
      h("span", { text: item.title }),
      item.subtitle ? h("small", { text: item.subtitle }) : null,
    );
  }

  private select(at: number): void {
    const rows = [...(this.dialog?.querySelectorAll<HTMLElement>(".palette-item") ?? [])];
    this.at = rows.length ? (at + rows.length) % rows.length : 0;
    rows.forEach((row, index) => {
      row.setAttribute("aria-selected", String(index === this.at));
    });
    const chosen = rows[this.at];
    chosen?.scrollIntoView({ block: "nearest" });
    this.dialog?.querySelector("input")?.setAttribute("aria-activedescendant", chosen?.id ?? "");
  }

  private onMove(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (step) {
      event.preventDefault();
      this.select(this.at + step);
    } else if (event.key === "Enter") {
      event.preventDefault();
      const url = this.dialog?.querySelector<HTMLElement>('[aria-selected="true"]')?.dataset.url;
      if (url) this.go(url);
    }
  }

  private go(url: string): void {
    this.dialog?.close();
    window.location.assign(url);
  }
}

define("yc-palette", Palette);
