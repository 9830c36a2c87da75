import { describe, expect, it } from "vitest";
import { parseTsv, pastedTasks } from "../lib/tsv";

describe("parseTsv", () => {
  it("keeps tabs, line breaks and doubled quotes inside quoted cells", () => {
    expect(parseTsv('a\t"两行\n文字"\t"他说""好""\t了"\r\nb\t\tc\r\n')).toEqual([
      ["a", "两行\n文字", '他说"好"\t了'],
      ["b", "", "c"],
    ]);
  });

  it("leaves out empty lines and reads a quote inside a cell as it stands", () => {
    expect(parseTsv('\n\n15" 屏\t2\n \n')).toEqual([['15" 屏', "2"]]);
  });
});

describe("pastedTasks", () => {
  it("reads a sheet with a head line and outline numbers", () => {
    const text =
      "编号\t任务名称\t工期\t开始日期\t负责人\n1\t展会\t10天\t2027/3/1\t林晓\n1.1\t布展\t2\t\t\n2\t复盘\t1 天\t3月20日\t";
    expect(pastedTasks(text, 2027)).toEqual([
      { name: "展会", depth: 0, duration: 10, start: "2027-03-01", owner: "林晓" },
      { name: "布展", depth: 1, duration: 2 },
      { name: "复盘", depth: 0, duration: 1, start: "2027-03-20" },
    ]);
  });

  it("reads a bare list of names, indented by spaces of either width", () => {
    expect(
      pastedTasks("展会\n  布展\n　　撤展\n总结", 2027).map((task) => [task.name, task.depth]),
    ).toEqual([
      ["展会", 0],
      ["布展", 1],
      ["撤展", 2],
      ["总结", 0],
    ]);
  });

  it("never jumps two levels, and starts at the top", () => {
    const depths = pastedTasks("1.1.1\t甲\n1.1.1.1.1\t乙\n1.2.1\t丙", 2027).map(
      (task) => task.depth,
    );
    expect(depths).toEqual([0, 1, 0]);
  });

  it("tells durations, dates and people apart without a head line", () => {
    expect(pastedTasks("签约\t5天\t2027-03-01\t2027-03-05\t周立", 2027)).toEqual([
      {
        name: "签约",
        depth: 0,
        duration: 5,
        start: "2027-03-01",
        finish: "2027-03-05",
        owner: "周立",
      },
    ]);
  });

  it("takes two hundred rows as two hundred tasks", () => {
    const text = Array.from({ length: 200 }, (_, at) => `任务 ${at + 1}\t${(at % 9) + 1}`).join(
      "\n",
    );
    const tasks = pastedTasks(text, 2027);
    expect(tasks).toHaveLength(200);
    expect(tasks[199]).toEqual({ name: "任务 200", depth: 0, duration: 2 });
  });

  it("finds nothing in blank text", () => {
    expect(pastedTasks("\t\t\n\n", 2027)).toEqual([]);
  });
});
