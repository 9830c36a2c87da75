import { afterEach, expect, it, vi } from "vitest";
import "./live";

const renewed = () => new Promise((resolve) => setTimeout(resolve, 320));

afterEach(() => {
  vi.unstubAllGlobals();
  document.body.innerHTML = "";
});

it("morphs each region that differs, and says from where extensions are to be looked for", async () => {
  document.body.innerHTML =
    '<p id="same" data-live>一</p><p id="rows" data-live>旧</p><yc-live></yc-live>';
  const html =
    '<html><body><p id="same" data-live>一</p><p id="rows" data-live>新</p></body></html>';
  const swap = vi.fn();
  vi.stubGlobal("htmx", { swap });
  vi.stubGlobal("fetch", async () => new Response(html));
  document.dispatchEvent(new CustomEvent("yc:changed", { detail: { own: true } }));
  await renewed();
  const rows = document.getElementById("rows");
  expect(swap).toHaveBeenCalledOnce();
  const [region, , spec, options] = swap.mock.calls[0] ?? [];
  expect(region).toBe(rows);
  expect(spec).toEqual({ swapStyle: "morph:outerHTML" });
  expect(options.contextElement).toBe(rows);
});
