import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { rollUp } from "./rollup";
import { makeTask } from "./types";

interface Case {
  name: string;
  parts: [kind: string, days: number, natural: boolean, percent: number][];
  percent: number;
}

/** The server's own cases: both sides must tell the same figure. */
const path = join(import.meta.dirname, "../../../tests/projects/rollup.json");
const cases = JSON.parse(readFileSync(path, "utf8")) as Case[];

describe("progress of a summary", () => {
  it.each(cases)("$name", ({ parts, percent }) => {
    const phase = makeTask({ id: "P", kind: "phase" });
    const group = makeTask({ id: "G", kind: "summary", parent: "P", percent: 77 });
    const tasks = parts.map(([kind, duration, natural, done], at) =>
      makeTask({
        id: `${at}`,
        parent: "G",
        kind: kind === "milestone" ? "milestone" : "task",
        status: kind,
        duration,
        natural,
        percent: done,
      }),
    );
    const order = [phase, group, ...tasks];
    const isSummary = (task: { kind: string }) => /phase|summary/.test(task.kind);
    rollUp(order, isSummary, (task) => task.status !== "cancelled");
    expect([phase.percent, group.percent]).toEqual([percent, percent]);
  });
});
