/** Who changed what: rows and cards bear a short mark of the person while it is news. */
import { h } from "./dom";
import { t } from "./i18n";
import "./marks.css";
import { avatar } from "./people";

/** What the event stream says about one change. */
export interface Change {
  seq?: number;
  by?: string;
  ids?: string[];
  /** True for a change of this very person: it needs no mark. */
  own?: boolean;
}

export const MARK_MS = 6000;

interface Mark {
  by: string;
  /** False where the row only followed: it bears the person's sign without the name. */
  named: boolean;
  until: number;
}

export class Marks {
  private readonly authors = new Map<string, string>();
  private readonly names = new Set<string>();
  private ownToo = false;
  private readonly shown = new Map<string, Mark>();

  /** Remembers who made a change whose effect is still to be fetched. */
  note({ by, ids, own }: Change): void {
    if (own || !by) {
      this.ownToo = true;
      return;
    }
    this.names.add(by);
    for (const id of ids ?? []) this.authors.set(id, by);
  }

  /**
   * Marks what the fetch found changed; returns what to say of it, "" when nothing is another's.
   *
   * What followed from a change bears its author's name too, unless more than one could be it.
   */
  settle(changed: { id: string; name: string }[], now = Date.now()): string {
    const only = this.names.size === 1 && !this.ownToo ? ([...this.names][0] ?? "") : "";
    const told: { by: string; name: string }[] = [];
    for (const { id, name } of changed) {
      const by = this.authors.get(id) ?? only;
      if (!by) continue;
      this.shown.set(id, { by, named: this.authors.has(id), until: now + MARK_MS });
      if (this.authors.has(id)) told.unshift({ by, name });
      else told.push({ by, name });
    }
    this.authors.clear();
    this.names.clear();
    this.ownToo = false;
    const first = told[0];
    if (!first) return "";
    return told.length > 1
      ? t("live.said_many", { by: first.by, name: first.name, n: told.length })
      : t("live.said", first);
  }

  /** The person's mark for a row, null when there is no news of it. */
  element(id: string, now = Date.now()): HTMLElement | null {
    const mark = this.shown.get(id);
    if (!mark) return null;
    const left = mark.until - now;
    if (left <= 0) {
      this.shown.delete(id);
      return null;
    }
    const made = h(
      "span",
      { class: "who-mark", title: t("live.by", { by: mark.by }) },
      avatar(mark.by),
      mark.named && h("span", { text: mark.by }),
    );
    // A row drawn anew goes on fading where it was; without motion the mark goes all at once.
    made.style.animationDelay = `${left - MARK_MS}ms`;
    window.setTimeout(() => made.remove(), left);
    return made;
  }
}
