import type { Change } from "../../lib/marks";
import type { Model } from "./model";

const PAUSE_MS = 600;

/** What others change: noted for its mark, and fetched once nobody drags or types here. */
export class News {
  dragging = false;
  private timer = 0;

  constructor(
    private readonly board: HTMLElement & { readonly model: Model },
    private readonly reload: () => void,
  ) {}

  private readonly onChanged = (event: Event) => {
    const change = (event as CustomEvent<Change>).detail ?? {};
    if (change.seq !== undefined && change.seq <= this.board.model.seq) return;
    this.board.model.marks.note(change);
    this.reloadSoon();
  };

  listen(): void {
    document.addEventListener("yc:changed", this.onChanged);
  }

  forget(): void {
    window.clearTimeout(this.timer);
    document.removeEventListener("yc:changed", this.onChanged);
  }

  /** Fetches anew after a pause, later still while somebody drags or types. */
  reloadSoon(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      const active = document.activeElement;
      const typing = this.board.contains(active) && active?.tagName === "INPUT";
      if (this.dragging || typing) this.reloadSoon();
      else this.reload();
    }, PAUSE_MS);
  }
}
