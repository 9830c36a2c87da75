import { h } from "./dom";
import { t } from "./i18n";
import { icon } from "./icons";

/** Shows the keys of the page: they are of no use to who does not know of them. */
export function keysButton(): HTMLElement {
  return h(
    "button",
    {
      class: "btn small quiet only-icon",
      type: "button",
      "data-keys": true,
      "aria-label": t("keys.title"),
      title: `${t("keys.title")} ?`,
    },
    icon("keyboard"),
  );
}
