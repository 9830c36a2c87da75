/** A menu made on the spot: each thing that a drag or a key does, by click. */
import { place } from "../elements/frame";
import { h, uniqueId } from "./dom";
import { type IconName, icon } from "./icons";

export interface Choice {
  text: string;
  icon: IconName;
  keys?: string;
  current?: boolean;
  danger?: boolean;
  run: () => void;
}

/** Shows a menu at an element or a point; it goes when something is chosen. */
export function showMenu(
  choices: (Choice | null)[],
  anchor: Element | { x: number; y: number },
): void {
  const menu = h("div", { class: "menu", popover: "auto", id: uniqueId("menu") });
  for (const choice of choices) {
    if (!choice) {
      menu.append(h("hr"));
      continue;
    }
    const run = () => {
      menu.hidePopover();
      choice.run();
    };
    menu.append(
      h(
        "button",
        {
          type: "button",
          class: choice.danger ? "danger" : "",
          "aria-current": choice.current ? "true" : null,
          onclick: run,
        },
        icon(choice.icon),
        choice.text,
        choice.keys ? h("kbd", { text: choice.keys }) : null,
      ),
    );
  }
  const home = document.activeElement as HTMLElement | null;
  menu.addEventListener("toggle", (event) => {
    if ((event as ToggleEvent).newState !== "closed") return;
    menu.remove();
    home?.focus({ preventScroll: true });
  });
  document.body.append(menu);
  menu.showPopover();
  if (anchor instanceof Element) place(menu, anchor);
  else {
    const point = { getBoundingClientRect: () => new DOMRect(anchor.x, anchor.y, 0, 0) };
    place(menu, point as Element);
  }
  menu.querySelector("button")?.focus();
}
