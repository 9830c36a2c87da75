import Sortable from "sortablejs";

/** Lets the cards of a column be dragged, also from and to its neighbours. */
export function sortable(
  column: HTMLElement,
  onDrag: (dragging: boolean) => void,
  onDrop: (id: string, column: string, before: string | null) => void,
): Sortable {
  return new Sortable(column.querySelector<HTMLElement>(".yb-list") as HTMLElement, {
    group: "cards",
    animation: window.matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120,
    delay: 180,
    delayOnTouchOnly: true,
    draggable: "li",
    filter: "button, input",
    preventOnFilter: false,
    ghostClass: "yb-ghost",
    onStart: () => onDrag(true),
    onEnd: (event) => {
      onDrag(false);
      const before = (event.item.nextElementSibling as HTMLElement | null)?.dataset.id ?? null;
      onDrop(event.item.dataset.id ?? "", event.to.dataset.column ?? "", before);
    },
  });
}
