/** Attributes and listeners of a new element; `text` is always text, never markup. */
type Props = Record<
  string,
  string | number | boolean | undefined | null | ((event: never) => void)
>;
type Child = Node | string | null | undefined | false;

/**
 * Builds an element. `class`, `text` and attributes by name; `onclick` and its
 * like are listeners; `true` sets an empty attribute, `false` and null none.
 */
export function h<K extends keyof HTMLElementTagNameMap>(
  name: K,
  props: Props = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(props)) {
    if (typeof value === "function") {
      element.addEventListener(key.slice(2), value as EventListener);
    } else if (key === "text") {
      element.textContent = String(value ?? "");
    } else if (value !== undefined && value !== null && value !== false) {
      element.setAttribute(key, value === true ? "" : String(value));
    }
  }
  for (const child of children) if (child) element.append(child);
  return element;
}

/** Registers an element once, also when a page loads the same script twice. */
export function define(name: string, element: CustomElementConstructor): void {
  if (!customElements.get(name)) customElements.define(name, element);
}

/** True while the user types somewhere: shortcuts of one letter must then rest. */
export function isTyping(event: Event): boolean {
  const target = event.composedPath()[0];
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

/** Opens a modal dialog and resolves with its return value; it removes itself. */
export function openDialog(dialog: HTMLDialogElement): Promise<string> {
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

let nextId = 0;

/** An id that no other element of the page has. */
export function uniqueId(prefix: string): string {
  nextId += 1;
  return `${prefix}-${nextId}`;
}
