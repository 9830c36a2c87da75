import { describe, expect, it } from "vitest";
import { type Actions, runKey } from "./keyboard";

function press(
  key: string,
  modifiers: KeyboardEventInit = {},
  tabIndents = true,
): [called: string, taken: boolean] {
  const calls: string[] = [];
  const actions = new Proxy({} as Actions, {
    get:
      (_target, name) =>
      (...args: unknown[]) =>
        calls.push(`${String(name)}(${args.join()})`),
  });
  const taken = runKey(new KeyboardEvent("keydown", { key, ...modifiers }), actions, tabIndents);
  return [calls.join(" "), taken];
}

describe("keys of the grid", () => {
  it.each([
    ["ArrowDown", {}, "row(1)"],
    ["ArrowLeft", {}, "column(-1)"],
    ["ArrowRight", { altKey: true }, "nudge(1)"],
    ["ArrowLeft", { altKey: true, shiftKey: true }, "stretch(-1)"],
    ["ArrowUp", { altKey: true }, "reorder(-1)"],
    ["ArrowDown", { ctrlKey: true }, "edge(1,true)"],
    ["ArrowLeft", { ctrlKey: true }, "fold(true)"],
    ["Tab", {}, "indent(1)"],
    ["Tab", { shiftKey: true }, "indent(-1)"],
    ["Enter", {}, "edit()"],
    ["F2", {}, "rename()"],
    ["Insert", {}, "create()"],
    ["Delete", {}, "remove()"],
    ["z", { ctrlKey: true }, "undo()"],
    ["Z", { metaKey: true }, "undo()"],
    ["Enter", { ctrlKey: true }, "openPage()"],
    ["F10", { shiftKey: true }, "menu()"],
    [" ", {}, "fold()"],
    ["PageDown", {}, "page(1)"],
    ["销", {}, "edit(销)"],
    ["7", {}, "edit(7)"],
  ])("%s %o runs %s", (key, modifiers, call) => {
    expect(press(key, modifiers)).toEqual([call, true]);
  });

  it("opens the cell for an input method without eating its key", () => {
    expect(press("Process")).toEqual(["edit()", false]);
  });

  it.each([
    ["?", {}],
    ["c", { ctrlKey: true }],
    ["k", { metaKey: true }],
    ["F5", {}],
    ["Shift", {}],
  ])("leaves %s %o to the page", (key, modifiers) => {
    expect(press(key, modifiers)).toEqual(["", false]);
  });

  it("lets Tab leave once Escape has released it", () => {
    expect(press("Escape")).toEqual(["release()", true]);
    expect(press("Tab", {}, false)).toEqual(["", false]);
  });
});
