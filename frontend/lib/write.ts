import { ApiError, request } from "./api";
import { askConflict } from "./conflict";
import { t } from "./i18n";
import { toast } from "./toast";

interface Answer {
  item?: { version?: number } | null;
  undo?: string | null;
}

/** Hands a new version to all editors of the same item, so that none of them writes a stale one. */
export function shareVersion(src: string, version: number | undefined): void {
  if (version === undefined) return;
  const item = src.replace(/\/progress$/, "");
  for (const other of document.querySelectorAll("[src][version]")) {
    if (other.getAttribute("src")?.replace(/\/progress$/, "") === item) {
      other.setAttribute("version", String(version));
    }
  }
}

/**
 * Writes one field of the element's item (attributes src, field, label, version, undo) and tells
 * the page; a conflict shows both values. Answers "saved", or "theirs" when the other's was kept.
 */
export async function writeField(
  element: HTMLElement,
  value: unknown,
  show: (value: unknown) => string = (raw) => String(raw ?? ""),
): Promise<"saved" | "theirs"> {
  const field = element.getAttribute("field") ?? "";
  const given = element.getAttribute("version");
  const send = async (version: number | undefined) => {
    const answer = await request<Answer>("PATCH", element.getAttribute("src") ?? "", {
      body: { [field]: value },
      version,
    });
    shareVersion(element.getAttribute("src") ?? "", answer.item?.version);
    const undo = element.getAttribute("undo")?.replace("{id}", answer.undo ?? "");
    if (answer.undo && undo) toast(t("action.saved"), { undo });
    document.dispatchEvent(new CustomEvent("yc:changed", { detail: { own: true } }));
  };
  try {
    await send(given === null ? undefined : Number(given));
    return "saved";
  } catch (error) {
    const conflict = error instanceof ApiError ? error.conflict : null;
    if (!conflict) throw error;
    const label = element.getAttribute("label") ?? field;
    if ((await askConflict(conflict, { label, show })) === "yours") {
      await send(conflict.version);
      return "saved";
    }
    document.dispatchEvent(new CustomEvent("yc:changed", { detail: { own: true } }));
    return "theirs";
  }
}
