import { define, h } from "../lib/dom";
import { t } from "../lib/i18n";
import { type Change, MARK_MS } from "../lib/marks";
import { toast } from "../lib/toast";

declare global {
  interface Window {
    htmx?: {
      ajax: (verb: string, path: string, context: object) => Promise<void>;
      swap: (target: Element, html: string, spec: object, options: object) => void;
    };
  }
}

const TOGETHER_MS = 250;

/**
 * Listens to a project's event stream (`src`): each message {seq, by, ids}
 * becomes `yc:changed` on the document, and regions marked data-live renew
 * themselves: `data-live="url"` fetches that, an empty one the page itself.
 */
class Live extends HTMLElement {
  private stream: EventSource | null = null;
  private timer = 0;
  private lost = false;
  /** Whether the user was told of the break: only then is its end news. */
  private told = false;
  /** How often the page was asked for, and the youngest answer that is shown. */
  private asked = 0;
  private answered = 0;
  /** Who else changed something since the last renewal. */
  private readonly others = new Set<string>();

  private readonly onChanged = (event: Event) => {
    const { by, own } = (event as CustomEvent<Change>).detail ?? {};
    if (by && !own) this.others.add(by);
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.renew(), TOGETHER_MS);
  };

  connectedCallback(): void {
    document.addEventListener("yc:changed", this.onChanged);
    const source = this.getAttribute("src");
    if (!source) return;
    const stream = new EventSource(source);
    stream.addEventListener("message", (event) => this.onMessage(event));
    stream.addEventListener("change", (event) => this.onMessage(event as MessageEvent));
    stream.addEventListener("error", () => this.onLost());
    stream.addEventListener("open", () => this.onOpen());
    this.stream = stream;
  }

  disconnectedCallback(): void {
    document.removeEventListener("yc:changed", this.onChanged);
    window.clearTimeout(this.timer);
    this.stream?.close();
    this.stream = null;
  }

  private onMessage(event: MessageEvent): void {
    let change: Change;
    try {
      change = JSON.parse(String(event.data)) as Change;
    } catch {
      return; // a keep-alive
    }
    document.dispatchEvent(new CustomEvent("yc:changed", { detail: change }));
  }

  private onLost(): void {
    if (this.lost || document.visibilityState === "hidden") return;
    this.lost = true;
    window.setTimeout(() => {
      if (!this.lost || !this.isConnected) return;
      this.told = true;
      toast(t("live.lost"), { tone: "warn" });
    }, 3000);
  }

  private onOpen(): void {
    if (!this.lost) return;
    this.lost = false;
    if (this.told) toast(t("live.back"), { tone: "good" });
    this.told = false;
    document.dispatchEvent(new CustomEvent("yc:changed", { detail: {} }));
  }

  private renew(): void {
    const by = [...this.others].join(t("live.and"));
    this.others.clear();
    const all = [...document.querySelectorAll<HTMLElement>("[data-live]")];
    const free = all.filter((one) => !one.contains(document.activeElement) || !isEditing());
    const parts = free.filter((one) => one.id && !one.dataset.live);
    for (const region of free) if (!parts.includes(region)) void this.refresh(region, by);
    if (parts.length) void this.refreshParts(parts, by);
  }

  /** Regions of the page itself: the page is fetched once for all of them. */
  private async refreshParts(parts: HTMLElement[], by: string): Promise<void> {
    this.asked += 1;
    const turn = this.asked;
    const answer = await fetch(window.location.href.split("#")[0] ?? "", {
      headers: { Accept: "text/html" },
    }).catch(() => null);
    if (!answer?.ok) return;
    const html = await answer.text();
    if (turn < this.answered) return; // an older state, overtaken on its way
    this.answered = turn;
    const fresh = new DOMParser().parseFromString(html, "text/html");
    for (const region of parts) {
      const made = fresh.getElementById(region.id);
      if (!made || !region.isConnected || made.outerHTML === region.outerHTML) continue;
      const before = shown(region);
      // What a part fetches by itself stays until it fetches anew: it would not, once blanked.
      for (const slot of made.querySelectorAll("[hx-get][id]")) {
        const there = document.getElementById(slot.id);
        if (there) slot.innerHTML = there.innerHTML;
      }
      // without the element htmx asks no extension how to morph, and nests the new in the old
      const options = { select: `#${region.id}`, contextElement: region };
      const renewal = fresh.documentElement.outerHTML;
      window.htmx?.swap(region, renewal, { swapStyle: "morph:outerHTML" }, options);
      const renewed = document.getElementById(region.id);
      if (by && renewed?.isConnected && shown(renewed) !== before) markChange(renewed, by);
    }
  }

  private async refresh(region: HTMLElement, by: string): Promise<void> {
    const url = region.dataset.live || window.location.href;
    const context: Record<string, unknown> = { target: region, swap: "morph:outerHTML" };
    if (region.id) context.select = `#${region.id}`;
    const before = shown(region);
    await window.htmx?.ajax("GET", url, context);
    const renewed = region.id ? document.getElementById(region.id) : region;
    if (by && renewed?.isConnected && shown(renewed) !== before) markChange(renewed, by);
  }
}

function isEditing(): boolean {
  const active = document.activeElement;
  return active instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(active.tagName);
}

/** What a reader sees of a region, marks left out: only a change of that is worth one. */
function shown(region: HTMLElement): string {
  const marks = [...region.querySelectorAll(".live-mark")].map((mark) => mark.textContent ?? "");
  const text = marks.reduce((left, mark) => left.replace(mark, ""), region.textContent ?? "");
  return text.replace(/\s+/g, " ").trim();
}

/** A quiet mark of who else changed a region; it fades by itself. */
export function markChange(region: HTMLElement, by: string): void {
  region.querySelector(":scope > .live-mark")?.remove();
  const mark = h("span", { class: "live-mark", text: t("live.by", { by }) });
  window.setTimeout(() => mark.remove(), MARK_MS);
  region.append(mark);
}

define("yc-live", Live);
