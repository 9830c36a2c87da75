import { request } from "../../lib/api";
import { showError } from "../../lib/toast";
import { type Model, PAGE } from "./model";
import type { Payload } from "./types";

/** Shows the next page of a column: of the cards that are here, else from the server. */
export async function nextPage(model: Model, id: string, source: string): Promise<void> {
  const column = model.column(id);
  if (!column) return;
  model.shown.set(id, (model.shown.get(id) ?? PAGE) + PAGE);
  const last = column.cards.at(-1);
  const spent = model.drawn(column).length >= model.visible(column).length;
  if (!column.more || !last?.rank || !spent) return;
  const asked = new URLSearchParams({ status: id, after: last.rank });
  try {
    const joint = source.includes("?") ? "&" : "?";
    const payload = await request<Payload>("GET", `${source}${joint}${asked}`);
    for (const next of payload.columns) model.append(next);
  } catch (error) {
    showError(error);
  }
}
