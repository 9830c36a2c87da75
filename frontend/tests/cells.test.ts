// @vitest-environment jsdom
import { beforeEach, expect, test } from "vitest";
import { toggled } from "../elements/raci";
import { block, neighbour } from "../lib/cells";

beforeEach(() => {
  document.body.innerHTML = `<table><tbody>
    <tr><th rowspan="2">甲</th><th>目标</th><td><b id="a1"></b></td><td><b id="a2"></b></td><td>3</td></tr>
    <tr><th>实际</th><td><b id="b1"></b></td><td></td><td>3</td></tr>
    <tr><th colspan="2">空</th><td></td></tr>
    <tr><th rowspan="2">乙</th><th>目标</th><td><b id="c1"></b></td><td><b id="c2"></b></td><td>3</td></tr>
  </tbody></table>`;
});

const at = (id: string) => document.getElementById(id) as HTMLElement;

test("arrows move to the next control, beside cells that span rows too", () => {
  expect(neighbour(at("a1"), "b", "ArrowRight")?.id).toBe("a2");
  expect(neighbour(at("a1"), "b", "ArrowDown")?.id).toBe("b1");
  expect(neighbour(at("c2"), "b", "ArrowUp")?.id).toBe("a2"); // over cells without a control
  expect(neighbour(at("b1"), "b", "ArrowUp")?.id).toBe("a1");
  expect(neighbour(at("a1"), "b", "ArrowLeft")).toBeNull();
  expect(neighbour(at("a2"), "b", "ArrowRight")).toBeNull();
  expect(neighbour(at("a1"), "b", "x")).toBeNull();
});

test("a block begins at the cell and leaves rows without controls out", () => {
  const ids = block(at("a2"), "b").map((row) => row.map((one) => one.id));
  expect(ids).toEqual([["a2"], ["c2"]]);
  expect(block(at("a1"), "b").map((row) => row.length)).toEqual([2, 1, 2]);
});

test("A and R stand together, C and I alone, and a second press takes a letter away", () => {
  expect(toggled("", "R")).toBe("R");
  expect(toggled("R", "A")).toBe("A/R");
  expect(toggled("A/R", "A")).toBe("R");
  expect(toggled("A", "C")).toBe("C");
  expect(toggled("C", "C")).toBe("");
});
