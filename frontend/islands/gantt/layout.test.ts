import { describe, expect, it } from "vitest";
import { dayOf, isoOf } from "../../lib/dates";
import {
  barOf,
  covers,
  dayAt,
  extent,
  fittingZoom,
  linkPath,
  milestoneX,
  openingDay,
  ROW,
  rowWindow,
  scaleFor,
  ticks,
  WorkDays,
  widthOf,
  xOf,
} from "./layout";
import { makeTask } from "./types";

const day = (iso: string) => dayOf(iso) ?? Number.NaN;
const scale = scaleFor("day", day("2027-03-01"), day("2027-03-31"));

describe("the scale", () => {
  it("begins on a Monday before the project and goes past its end", () => {
    expect(isoOf(scale.first)).toBe("2027-02-22");
    expect(scale.last).toBeGreaterThan(day("2027-03-31"));
  });

  it("fills the view when the project is short", () => {
    expect(
      widthOf(scaleFor("quarter", day("2027-03-01"), day("2027-03-05"), 2000)),
    ).toBeGreaterThanOrEqual(2000);
  });

  it("finds the day under any point of that day", () => {
    const x = xOf(scale, day("2027-03-10"));
    expect([dayAt(scale, x), dayAt(scale, x + scale.step - 0.1)].map(isoOf)).toEqual([
      "2027-03-10",
      "2027-03-10",
    ]);
    expect(isoOf(dayAt(scale, x - 0.1))).toBe("2027-03-09");
  });

  it("chooses finer zooms for shorter projects", () => {
    const zooms = [20, 70, 300, 3000].map((length) => fittingZoom(0, length, 700));
    expect(zooms).toEqual(["day", "week", "month", "quarter"]);
  });

  it("reaches over baselines and deadlines as well", () => {
    const task = makeTask({
      start: "2027-03-02",
      finish: "2027-03-05",
      baseline_start: "2027-02-01",
      deadline: "2027-05-01",
    });
    expect(extent([task], ["2027-03-01", null]).map(isoOf)).toEqual(["2027-02-01", "2027-05-01"]);
  });
});

describe("the opening", () => {
  const task = makeTask({ start: "2027-03-02", finish: "2027-03-05" });

  it("is today while the project runs", () => {
    expect(isoOf(openingDay([task], day("2027-03-03")))).toBe("2027-03-03");
    expect(isoOf(openingDay([], day("2027-03-03")))).toBe("2027-03-03");
  });

  it("is the first task of what is yet to come or over", () => {
    expect(isoOf(openingDay([task], day("2026-11-24")))).toBe("2027-03-02");
    expect(isoOf(openingDay([task], day("2028-01-01")))).toBe("2027-03-02");
  });
});

describe("bars", () => {
  it("cover their last day whole", () => {
    const bar = barOf(scale, "2027-03-01", "2027-03-05");
    expect(bar).toEqual({ x: xOf(scale, day("2027-03-01")), width: 5 * scale.step });
  });

  it("are absent without a start and visible for a single day", () => {
    expect(barOf(scale, null, null)).toBeNull();
    expect(
      barOf(scaleFor("quarter", 0, 1), "1970-01-01", "1970-01-01")?.width,
    ).toBeGreaterThanOrEqual(3);
  });

  it("end where a milestone of the same day stands", () => {
    const months = scaleFor("month", day("2027-03-01"), day("2027-03-31"));
    const bar = barOf(months, "2027-03-01", "2027-03-05");
    const stone = milestoneX(
      months,
      makeTask({ kind: "milestone", start: "2027-03-05", finish: "2027-03-05" }),
    );
    expect(stone).toBeCloseTo((bar?.x ?? 0) + (bar?.width ?? 0));
  });
});

describe("the axis", () => {
  it("names the year once and at each January", () => {
    const months = scaleFor("month", day("2026-11-15"), day("2027-03-31"));
    const labels = ticks(months, day("2026-11-15"), day("2027-02-20"), false).major.map(
      (tick) => tick.label,
    );
    expect(labels).toEqual(["2026 年 11 月", "12 月", "2027 年 1 月", "2 月"]);
  });

  it("joins months without gap, whatever their length", () => {
    const { major } = ticks(scale, day("2027-01-01"), day("2027-06-30"), true);
    for (let at = 1; at < major.length; at += 1) {
      const before = major[at - 1];
      expect(major[at]?.x).toBeCloseTo((before?.x ?? 0) + (before?.width ?? 0));
    }
    expect(major[1]?.label).toBe("Feb");
  });

  it("counts quarters in the coarsest zoom", () => {
    const quarters = scaleFor("quarter", day("2026-10-08"), day("2027-03-31"));
    const labels = ticks(quarters, day("2026-10-08"), day("2027-03-31"), true).major.map(
      (tick) => tick.label,
    );
    expect(labels).toEqual(["2026 Q4", "2027 Q1"]);
  });
});

describe("working days", () => {
  // 2027-02-06 to 02-12 off, Saturday 02-20 worked instead: as a published calendar has it.
  const off = [
    "2027-02-06",
    "2027-02-07",
    "2027-02-08",
    "2027-02-09",
    "2027-02-10",
    "2027-02-11",
    "2027-02-12",
    "2027-02-13",
    "2027-02-14",
    "2027-02-21",
    "2027-02-27",
    "2027-02-28",
  ];
  const work = new WorkDays(off);

  it("honour make-up days inside the list and weekends beyond it", () => {
    expect(work.isOff(day("2027-02-20"))).toBe(false);
    expect(work.isOff(day("2027-02-21"))).toBe(true);
    expect(work.isOff(day("2027-03-06"))).toBe(true);
    expect(work.isOff(day("2027-03-08"))).toBe(false);
  });

  it("carry a task over the festival", () => {
    expect(isoOf(work.finish(day("2027-02-04"), 4))).toBe("2027-02-16");
    expect(isoOf(work.finish(day("2027-02-08"), 1))).toBe("2027-02-15");
  });

  it("shift there and back to the same day", () => {
    for (const count of [1, 3, 10]) {
      expect(isoOf(work.shift(work.shift(day("2027-02-16"), count), -count))).toBe("2027-02-16");
    }
  });

  it("count what finish has laid out", () => {
    for (const count of [1, 2, 5, 12, 40]) {
      expect(work.between(day("2027-02-04"), work.finish(day("2027-02-04"), count))).toBe(count);
    }
  });

  it("join days off into runs", () => {
    const runs = work.runs(day("2027-02-05"), day("2027-02-22")).map((run) => run.map(isoOf));
    expect(runs).toEqual([
      ["2027-02-06", "2027-02-14"],
      ["2027-02-21", "2027-02-21"],
    ]);
  });

  it("know a calendar that works every day from one that tells nothing", () => {
    const saturday = day("2027-03-06");
    expect(new WorkDays([]).isOff(saturday)).toBe(true);
    const every = new WorkDays([], ["2027-01-01", "2027-12-31"]);
    expect(every.isOff(saturday)).toBe(false);
    expect(every.between(saturday, saturday + 6)).toBe(7);
    expect(every.isOff(day("2028-03-04"))).toBe(true);
  });

  it("bear a list of twenty years", () => {
    const many = Array.from({ length: 200_000 }, (_, at) => isoOf(at * 7));
    expect(new WorkDays(many).isOff(7)).toBe(true);
  });
});

describe("rows in view", () => {
  it("stay few, however many tasks there are", () => {
    for (const count of [5000, 20_000]) {
      const window = rowWindow(ROW * 2000, 800, count);
      expect(window.last - window.first).toBeLessThan(80);
      expect(covers(window, ROW * 2000, 800, count)).toBe(true);
    }
  });

  it("end at the last task", () => {
    expect(rowWindow(0, 800, 3)).toEqual({ first: 0, last: 2 });
    expect(rowWindow(0, 800, 0).last).toBe(-1);
    expect(covers({ first: 0, last: 2 }, 0, 800, 3)).toBe(true);
  });

  it("are drawn anew once others come into view", () => {
    const window = rowWindow(0, 800, 5000);
    expect(covers(window, ROW * 100, 800, 5000)).toBe(false);
  });
});

describe("links", () => {
  const a = { x1: 0, x2: 100, row: 0 };

  it("fall straight into the next task", () => {
    const { line } = linkPath("FS", { from: a, to: { x1: 100, x2: 150, row: 1 } });
    expect(line.match(/H/g)).toHaveLength(1);
    expect(line.endsWith(`V${ROW + 7 - 4}`)).toBe(true);
  });

  it("turn once when there is room", () => {
    const { line, head } = linkPath("FS", { from: a, to: { x1: 200, x2: 250, row: 3 } });
    expect(line).toBe(`M100 14H107V${3 * ROW + 14}H197`);
    expect(head.startsWith(`M200 ${3 * ROW + 14}`)).toBe(true);
  });

  it("go around when the successor lies behind", () => {
    const { line } = linkPath("FS", { from: a, to: { x1: 20, x2: 60, row: 2 } });
    expect(line).toBe(`M100 14H107V29H13V${2 * ROW + 14}H17`);
  });

  it("leave and enter on the side their type says", () => {
    const to = { x1: 200, x2: 260, row: 1 };
    expect(linkPath("SS", { from: a, to }).line.startsWith("M0 14H-7")).toBe(true);
    expect(linkPath("FF", { from: a, to }).line.endsWith("H263")).toBe(true);
    expect(linkPath("SF", { from: a, to }).line).toMatch(/^M0 14.*H263$/);
  });
});
