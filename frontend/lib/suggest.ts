import { request } from "./api";
import { h, uniqueId } from "./dom";
import { avatar } from "./people";

export interface Person {
  id: string;
  name: string;
  position?: string;
  department?: string;
}

/** A list of people below a field: asked of the server by name, pinyin or initials. */
export class Suggest {
  private readonly list = h("div", { class: "menu suggest", role: "listbox", popover: "manual" });
  private asked: AbortController | null = null;
  private found: Person[] = [];
  private at = 0;

  constructor(
    private readonly field: HTMLElement,
    private readonly source: string,
    private readonly choose: (person: Person) => void,
  ) {
    this.list.id = uniqueId("suggest");
    field.setAttribute("aria-autocomplete", "list");
    this.list.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      const row = (event.target as Element).closest<HTMLElement>("[data-at]");
      if (row) this.take(Number(row.dataset.at));
    });
  }

  get open(): boolean {
    return this.list.isConnected && this.found.length > 0;
  }

  async ask(query: string, without: readonly string[] = []): Promise<void> {
    this.asked?.abort();
    const asked = new AbortController();
    this.asked = asked;
    try {
      const url = `${this.source}?q=${encodeURIComponent(query)}`;
      const answer = await request<{ items: Person[] }>("GET", url, { signal: asked.signal });
      this.show(answer.items.filter((person) => !without.includes(person.id)));
    } catch {
      if (!asked.signal.aborted) this.close();
    }
  }

  private show(people: Person[]): void {
    this.found = people;
    if (people.length === 0) return this.close();
    this.at = 0;
    this.list.replaceChildren(...people.map((person, index) => this.row(person, index)));
    if (!this.list.isConnected) {
      this.field.after(this.list);
      this.list.showPopover();
      this.field.setAttribute("aria-controls", this.list.id);
    }
    const box = this.field.getBoundingClientRect();
    const below = box.bottom + this.list.offsetHeight + 4 < window.innerHeight;
    this.list.style.left = `${box.left}px`;
    this.list.style.top = `${below ? box.bottom + 4 : box.top - this.list.offsetHeight - 4}px`;
    this.mark();
  }

  private row(person: Person, index: number): HTMLElement {
    return h(
      "div",
      { class: "suggest-row", role: "option", "data-at": index, id: `${this.list.id}-${index}` },
      avatar(person.name),
      h("span", { text: person.name }),
      h("small", { text: person.position || person.department || "" }),
    );
  }

  private mark(): void {
    [...this.list.children].forEach((row, index) => {
      row.setAttribute("aria-selected", String(index === this.at));
    });
    this.field.setAttribute("aria-activedescendant", `${this.list.id}-${this.at}`);
  }

  private take(at: number): void {
    const person = this.found[at];
    this.close();
    if (person) this.choose(person);
  }

  /** True when the key was for the list. */
  key(event: KeyboardEvent): boolean {
    if (!this.open || event.isComposing) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      this.at = (this.at + step + this.found.length) % this.found.length;
      this.mark();
    } else if (event.key === "Enter" || event.key === "Tab") this.take(this.at);
    else if (event.key === "Escape") this.close();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  close(): void {
    this.asked?.abort();
    this.found = [];
    this.list.remove();
    this.field.removeAttribute("aria-activedescendant");
    this.field.removeAttribute("aria-controls");
  }
}
