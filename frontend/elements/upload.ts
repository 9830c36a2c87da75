/** Uploading: a file at a time, refused here already when it is too large, with how far it is. */
import { csrfToken } from "../lib/api";
import { h } from "../lib/dom";
import { t } from "../lib/i18n";
import { toast } from "../lib/toast";

const MEGABYTE = 2 ** 20;

/** Sends one file of a form; resolves with status and answer. */
function send(
  form: HTMLFormElement,
  name: string,
  file: File,
  onProgress: (share: number) => void,
): Promise<{ status: number; html: string }> {
  const body = new FormData();
  body.append(name, file, file.name);
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("X-CSRFToken", csrfToken());
    request.setRequestHeader("HX-Request", "true");
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    });
    request.addEventListener("load", () => {
      tell(request.getResponseHeader("HX-Trigger"));
      resolve({ status: request.status, html: request.responseText });
    });
    request.addEventListener("error", () => resolve({ status: 0, html: "" }));
    request.send(body);
  });
}

/** Passes on what an answer triggers, as htmx does: a toast with its undo. */
function tell(triggers: string | null): void {
  if (!triggers?.startsWith("{")) return;
  for (const [name, detail] of Object.entries(JSON.parse(triggers) as Record<string, unknown>))
    document.dispatchEvent(new CustomEvent(name, { detail }));
}

function reason(status: number, megabytes: number): string {
  if (status === 413) return t("upload.too_big", { n: megabytes });
  if (status === 0) return t("error.network");
  return t(status === 403 ? "error.forbidden" : "error.server");
}

/** Sends the chosen files one after another and shows the answer in the form's card. */
export async function upload(form: HTMLFormElement, input: HTMLInputElement): Promise<void> {
  const megabytes = Number(form.dataset.upload);
  const target = form.closest<HTMLElement>("section");
  const chosen = [...(input.files ?? [])];
  input.value = "";
  const large = chosen.filter((file) => file.size > megabytes * MEGABYTE);
  const bar = h("progress", { class: "bar", max: 100, value: 0 });
  const line = h("p", { class: "row", role: "status" }, h("span", { class: "row-text" }), bar);
  form.append(line);
  for (const file of chosen.filter((each) => !large.includes(each))) {
    line.firstElementChild?.replaceChildren(t("upload.going", { name: file.name }));
    const { status, html } = await send(form, input.name, file, (share) => {
      bar.value = Math.round(share * 100);
    });
    if (status !== 200 && status !== 422) toast(reason(status, megabytes), { tone: "act" });
    else if (target)
      window.htmx?.swap(target, html, { swapStyle: "morph:innerHTML" }, { contextElement: target });
  }
  line.remove();
  for (const { name } of large) toast(t("upload.large", { name, n: megabytes }), { tone: "act" });
}

document.addEventListener("change", (event) => {
  const input = event.target;
  if (!(input instanceof HTMLInputElement) || input.type !== "file") return;
  const form = input.closest<HTMLFormElement>("form[data-upload]");
  if (form && input.files?.length) void upload(form, input);
});
