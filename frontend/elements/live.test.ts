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

it("does not go back to an older state when an answer is overtaken", async () => {
  document.body.innerHTML = '<p id="rows" data-live>旧</p><yc-live></yc-live>';
  const swap = vi.fn();
  vi.stubGlobal("htmx", { swap });
  const answers: ((text: string) => void)[] = [];
  const page = (text: string) => new Response(`<p id="rows" data-live>${text}</p>`);
  vi.stubGlobal(
    "fetch",
    () => new Promise((resolve) => answers.push((text) => resolve(page(text)))),
  );
  for (const _time of [1, 2]) {
    document.dispatchEvent(new CustomEvent("yc:changed", { detail: { own: true } }));
    await renewed();
  }
  answers[1]?.("新");
  await renewed();
  answers[0]?.("半新");
  await renewed();
  expect(swap).toHaveBeenCalledOnce();
  expect(swap.mock.calls[0]?.[1]).toContain("新");
});
