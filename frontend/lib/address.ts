/** What a view is cut down to, kept in the address: it can be shared, and Back takes a step back. */

/** The values of some names in the address, "" where one is absent. */
export function readAddress<K extends string>(names: readonly K[]): Record<K, string> {
  const found = new URLSearchParams(window.location.search);
  return Object.fromEntries(names.map((name) => [name, found.get(name) ?? ""])) as Record<
    K,
    string
  >;
}

/** The address with these values instead of those it has; empty ones are left out. */
export function addressWith(values: Record<string, string>, from = window.location.href): string {
  const url = new URL(from);
  for (const [name, value] of Object.entries(values)) {
    if (value) url.searchParams.set(name, value);
    else url.searchParams.delete(name);
  }
  return `${url.pathname}${url.search}${url.hash}`;
}

let typing = "";

/**
 * Writes values into the address. Each change is a step of the history, but for what is typed
 * letter by letter: that is one step, named by `typed`.
 */
export function writeAddress(values: Record<string, string>, typed = ""): void {
  const next = addressWith(values);
  const now = `${window.location.pathname}${window.location.search}${window.location.hash}`;
  if (next === now) return;
  if (typed && typed === typing) window.history.replaceState(null, "", next);
  else window.history.pushState(null, "", next);
  typing = typed;
  carryOver();
}

/** Takes the filters along to the other views of the same tasks: links marked data-carry. */
export function carryOver(): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>("[data-carry] a[href]")) {
    link.href = `${link.pathname}${window.location.search}`;
  }
}

/** Calls back when the user goes back or forth; returns what ends that. */
export function onAddress(changed: () => void): () => void {
  const back = () => {
    typing = "";
    changed();
    carryOver();
  };
  window.addEventListener("popstate", back);
  carryOver();
  return () => window.removeEventListener("popstate", back);
}
