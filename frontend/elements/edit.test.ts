import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import "./edit";

const calls: { url: string; init: RequestInit }[] = [];
let answers: { status: number; body: unknown }[] = [];

function element(attributes: Record<string, string>, text: string): HTMLElement {
  const edit = document.createElement("yc-edit");
  for (const [name, value] of Object.entries(attributes)) edit.setAttribute(name, value);
  edit.innerHTML = '<button class="edit-value" type="button"></button>';
  const shown = edit.querySelector("button");
  if (shown) shown.textContent = text;
  document.body.append(edit);
  return edit;
}

const base = { label: "任务名称", field: "name", value: "旧", src: "/api/items/1", version: "3" };

function type(edit: HTMLElement, value: string, key: string): void {
  edit.querySelector<HTMLElement>(".edit-value")?.click();
  const control = edit.querySelector<HTMLInputElement>(".input");
  if (!control) throw new Error("not editing");
  control.value = value;
  control.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
}

const answered = () => new Promise((resolve) => setTimeout(resolve, 5));

beforeEach(() => {
  document.documentElement.lang = "zh-CN";
  document.head.innerHTML = '<meta name="csrf-token" content="t0ken">';
  document.body.innerHTML = "";
  calls.length = 0;
  answers = [];
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    calls.push({ url, init });
    const { status, body } = answers.shift() ?? { status: 500, body: {} };
    return new Response(JSON.stringify(body), { status });
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("editing in place", () => {
  it("saves on Enter with version and token, and hands the new version on", async () => {
    const edit = element(base, "旧");
    const neighbour = element({ ...base, field: "deadline", kind: "date", value: "" }, "");
    answers = [{ status: 200, body: { item: { version: 4 }, undo: null } }];
    type(edit, "新", "Enter");
    await answered();
    expect(calls).toHaveLength(1);
    expect(calls[0]?.init.headers).toMatchObject({ "If-Match": "3", "X-CSRFToken": "t0ken" });
    expect(calls[0]?.init.body).toBe('{"name":"新"}');
    expect(edit.querySelector(".edit-value")?.textContent).toBe("新");
    expect([edit, neighbour].map((each) => each.getAttribute("version"))).toEqual(["4", "4"]);
  });

  it("sends nothing on Escape or when nothing changed", async () => {
    const edit = element(base, "旧");
    type(edit, "新", "Escape");
    type(edit, "旧", "Enter");
    await answered();
    expect(calls).toEqual([]);
    expect(edit.querySelector(".edit-value")?.textContent).toBe("旧");
    expect(edit.querySelector(".input")).toBeNull();
  });

  it("keeps what was typed when it is refused, and says why", async () => {
    const edit = element(base, "旧");
    answers = [
      { status: 422, body: { code: "x", message: "名称不能超过 500 字。", field: "name" } },
    ];
    type(edit, "新", "Enter");
    await answered();
    expect(edit.querySelector(".edit-error")?.textContent).toBe("名称不能超过 500 字。");
    expect(edit.querySelector<HTMLInputElement>(".input")?.value).toBe("新");
    answers = [{ status: 200, body: { item: { version: 4 } } }];
    type(edit, "新名", "Enter");
  });

  it("sends numbers as numbers, dates and blanks as they are, people as a list", async () => {
    answers = Array.from({ length: 3 }, () => ({ status: 200, body: {} }));
    type(
      element({ ...base, field: "percent", kind: "percent", value: "10" }, "10%"),
      "35",
      "Enter",
    );
    type(
      element({ ...base, field: "deadline", kind: "date", value: "2027-03-05" }, "03-05"),
      "",
      "Enter",
    );
    const people = {
      ...base,
      field: "assignees",
      kind: "people",
      value: "",
      options: '[["","无"],["p1","林晓"]]',
    };
    const owner = element(people, "");
    type(owner, "p1", "Enter");
    await answered();
    expect(calls.map((call) => call.init.body)).toEqual([
      '{"percent":35}',
      '{"deadline":null}',
      '{"assignees":["p1"]}',
    ]);
    expect(owner.querySelector(".edit-value")?.textContent).toBe("林晓");
  });

  it("does not open where it is read only", () => {
    const edit = element({ ...base, readonly: "" }, "旧");
    edit.querySelector<HTMLElement>(".edit-value")?.click();
    expect(edit.querySelector(".input")).toBeNull();
  });

  it("treats hostile values as text", async () => {
    const edit = element({ ...base, value: '<img src=x onerror="alert(1)">' }, "x");
    answers = [{ status: 200, body: { display: { name: "<b>粗</b>" } } }];
    type(edit, "<i>", "Enter");
    await answered();
    expect(edit.querySelector("b, i, img")).toBeNull();
    expect(edit.querySelector(".edit-value")?.textContent).toBe("<b>粗</b>");
  });
});
