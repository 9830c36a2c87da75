/** htmx as we use it: no eval, no inline style, the CSRF header on every write. */
import htmx from "htmx.org";
import "htmx-ext-sse";
import "idiomorph/htmx";
import { csrfToken } from "./api";
import { t } from "./i18n";
import { toast } from "./toast";

htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.selfRequestsOnly = true;
htmx.config.scrollBehavior = "auto";
htmx.config.historyRestoreAsHxRequest = false;
// A refused form comes back with its errors and must be shown; other failures are said in a toast.
htmx.config.responseHandling = [
  { code: "204", swap: false },
  { code: "[23]..", swap: true },
  { code: "422", swap: true },
  { code: "[45]..", swap: false, error: true },
];

interface RequestDetail {
  verb: string;
  headers: Record<string, string>;
}

document.addEventListener("htmx:configRequest", (event) => {
  const detail = (event as CustomEvent<RequestDetail>).detail;
  if (detail.verb !== "get") detail.headers["X-CSRFToken"] = csrfToken();
});

document.addEventListener("htmx:responseError", (event) => {
  const { xhr } = (event as CustomEvent<{ xhr: XMLHttpRequest }>).detail;
  toast(messageOf(xhr), { tone: "act" });
});

document.addEventListener("htmx:sendError", () => toast(t("error.network"), { tone: "act" }));

/** A toast asked for by the server: `HX-Trigger: {"yc:toast": {"text": …, "undo": url, "tone": …}}`. */
document.addEventListener("yc:toast", (event) => {
  const detail = (
    event as CustomEvent<{ text: string; undo?: string; tone?: "good" | "warn" | "act" }>
  ).detail;
  toast(detail.text, { undo: detail.undo ?? null, tone: detail.tone ?? "" });
});

function messageOf(xhr: XMLHttpRequest): string {
  try {
    const body = JSON.parse(xhr.responseText) as { message?: string };
    if (body.message) return body.message;
  } catch {
    // An HTML page: the status must speak for itself.
  }
  if (xhr.status === 403) return t("error.forbidden");
  if (xhr.status === 404) return t("error.gone");
  return t("error.server");
}

Object.assign(window, { htmx });
