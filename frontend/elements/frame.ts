/** Behaviour of plain markup: dialogs, menus, drawer, copying, terms, dropping files. */
import { h } from "../lib/dom";
import { language, t } from "../lib/i18n";
import { toast } from "../lib/toast";

/** Puts a floating box beside its anchor, inside the window. */
export function place(box: HTMLElement, anchor: Element): void {
  const at = anchor.getBoundingClientRect();
  const size = box.getBoundingClientRect();
  const gap = 4;
  const below = at.bottom + gap;
  const fits = below + size.height <= window.innerHeight - gap;
  const top = fits ? below : Math.max(gap, at.top - size.height - gap);
  const wanted = at.left + size.width > window.innerWidth - gap ? at.right - size.width : at.left;
  const left = Math.min(Math.max(gap, wanted), window.innerWidth - size.width - gap);
  box.style.top = `${top}px`;
  box.style.left = `${left}px`;
}

function onToggle(event: Event): void {
  const box = event.target as HTMLElement;
  if (!box.matches?.(".menu[popover]") || (event as ToggleEvent).newState !== "open") return;
  const anchor = document.querySelector(`[popovertarget="${CSS.escape(box.id)}"]`);
  if (anchor) place(box, anchor);
  box.querySelector<HTMLElement>("a, button")?.focus({ preventScroll: true });
}

/** Arrows walk through an open menu, as in every desktop menu. */
function onMenuKey(event: KeyboardEvent): void {
  const menu = (event.target as Element).closest?.(".menu[popover]");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!menu || !step) return;
  event.preventDefault();
  const items = [...menu.querySelectorAll<HTMLElement>("a, button")];
  const at = items.indexOf(document.activeElement as HTMLElement);
  items[(at + step + items.length) % items.length]?.focus();
}

function setDrawer(open: boolean): void {
  document.getElementById("app")?.classList.toggle("drawer-open", open);
  for (const button of document.querySelectorAll("[data-drawer]")) {
    button.setAttribute("aria-expanded", String(open));
  }
  if (open) document.querySelector<HTMLElement>("#side a")?.focus();
}

async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast(t("action.copied"));
  } catch {
    toast(t("action.copy_failed"), { tone: "warn" });
  }
}

/** What a place for forms holds before the first one comes: that it is being opened. */
const blank = new WeakMap<Element, string>();

/** Takes the last form out of a dialog, lest somebody type into it before the next one is there. */
function clear(selector: string | null): void {
  const place = selector?.startsWith("#") && document.querySelector(selector);
  if (!place) return;
  const empty = blank.get(place);
  if (empty === undefined) blank.set(place, place.innerHTML);
  else place.innerHTML = empty;
}

function onClick(event: Event): void {
  const target = event.target as HTMLElement;
  const app = document.getElementById("app");
  const opener = target.closest<HTMLElement>("[data-dialog]");
  if (opener?.dataset.dialog) {
    clear(opener.getAttribute("hx-target"));
    document
      .querySelector<HTMLDialogElement>(`dialog#${CSS.escape(opener.dataset.dialog)}`)
      ?.showModal();
  } else if (target.closest("[data-dialog-close]")) {
    target.closest("dialog")?.close();
  } else if (target.closest("[data-drawer]")) {
    setDrawer(!app?.classList.contains("drawer-open"));
  } else if (app?.classList.contains("drawer-open") && !target.closest("#side")) {
    setDrawer(false);
  }
  const text = target.closest<HTMLElement>("[data-copy]")?.dataset.copy;
  if (text !== undefined) void copy(text);
  if (target instanceof HTMLDialogElement && target.open)
    closeFromBackdrop(target, event as MouseEvent);
}

function closeFromBackdrop(dialog: HTMLDialogElement, event: MouseEvent): void {
  const box = dialog.getBoundingClientRect();
  const inside =
    event.clientX >= box.left &&
    event.clientX <= box.right &&
    event.clientY >= box.top &&
    event.clientY <= box.bottom;
  if (!inside) dialog.close();
}

let hint: HTMLElement | null = null;

function showTerm(event: Event): void {
  const term = (event.target as Element).closest?.<HTMLElement>("[data-term]");
  if (!term) return;
  hideTerm();
  hint = h("div", {
    class: "term-text menu",
    popover: "manual",
    role: "tooltip",
    id: "term-text",
    text: term.dataset.term ?? "",
  });
  document.body.append(hint);
  hint.showPopover();
  place(hint, term);
  term.setAttribute("aria-describedby", "term-text");
}

function hideTerm(): void {
  hint?.remove();
  hint = null;
}

function onDrop(event: DragEvent): void {
  const drop = (event.target as Element).closest?.("[data-drop]");
  if (!drop) return;
  event.preventDefault();
  drop.classList.toggle("over", event.type === "dragover");
  const input = drop.querySelector<HTMLInputElement>('input[type="file"]');
  if (event.type !== "drop" || !input || !event.dataTransfer?.files.length) return;
  input.files = event.dataTransfer.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

function greet(): void {
  const mac = /Mac|iPhone|iPad/.test(navigator.platform);
  for (const key of document.querySelectorAll<HTMLElement>("[data-mod-key]")) {
    key.textContent = `${mac ? "⌘" : "Ctrl"} ${key.dataset.modKey ?? ""}`;
  }
  for (const next of document.querySelectorAll<HTMLInputElement>('.menu input[name="next"]')) {
    next.value = window.location.pathname + window.location.search;
  }
  const locale = language() === "en" ? "en" : "zh-CN";
  for (const date of document.querySelectorAll("[data-print-date]")) {
    date.textContent = new Intl.DateTimeFormat(locale, { dateStyle: "long" }).format(new Date());
  }
}

/** Once per page: everything is delegated, so swapped-in markup works as well. */
export function startFrame(): void {
  document.addEventListener("click", onClick);
  document.addEventListener("toggle", onToggle, true);
  document.addEventListener("keydown", (event) => {
    onMenuKey(event);
    if (event.key === "Escape") {
      hideTerm();
      setDrawer(false);
    }
  });
  // HX-Trigger {"yc:close": {}}: the form in this dialog has been saved
  document.addEventListener("yc:close", (event) =>
    (event.target as Element).closest("dialog")?.close(),
  );
  for (const name of ["pointerover", "focusin"]) document.addEventListener(name, showTerm);
  for (const name of ["pointerout", "focusout"]) {
    document.addEventListener(name, (event) => {
      if ((event.target as Element).closest?.("[data-term]")) hideTerm();
    });
  }
  for (const name of ["dragover", "dragleave", "drop"] as const)
    document.addEventListener(name, onDrop);
  greet();
}
