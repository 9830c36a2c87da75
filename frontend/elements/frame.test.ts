import { beforeAll, expect, it, vi } from "vitest";
import { startFrame } from "./frame";

beforeAll(() => {
  HTMLDialogElement.prototype.showModal = function () {
    this.open = true;
  };
  vi.stubGlobal("CSS", { escape: (text: string) => text });
  startFrame();
});

it("opens a dialog without the form that was in it before", () => {
  document.body.innerHTML =
    '<a data-dialog="d" hx-target="#b">编辑</a><dialog id="d"><div id="b"><p>正在打开……</p></div></dialog>';
  const opener = document.querySelector("a");
  const body = document.querySelector("#b");
  opener?.click();
  if (body) body.innerHTML = "<form></form>";
  document.querySelector("dialog")?.removeAttribute("open");
  opener?.click();
  expect(document.querySelector("dialog")?.open).toBe(true);
  expect(body?.innerHTML).toBe("<p>正在打开……</p>");
});
