import { describe, expect, it } from "vitest";
import { dayOf, isoOf, partsOf, readDate, shortDate, weekOf } from "../lib/dates";

describe("days", () => {
  it("turns ISO dates into whole days and back", () => {
    expect(isoOf((dayOf("2027-02-28") ?? 0) + 1)).toBe("2027-03-01");
    expect(isoOf((dayOf("2028-02-28") ?? 0) + 1)).toBe("2028-02-29");
  });

  it("refuses days that no calendar has", () => {
    expect(dayOf("2027-02-29")).toBeNull();
    expect(dayOf("2027-2-1")).toBeNull();
    expect(dayOf(null)).toBeNull();
  });

  it("counts weekdays from Monday and weeks as ISO does", () => {
    expect(partsOf(dayOf("2027-03-05") ?? 0).weekday).toBe(4);
    expect(weekOf(dayOf("2026-12-31") ?? 0)).toBe(53);
    expect(weekOf(dayOf("2027-01-03") ?? 0)).toBe(53);
    expect(weekOf(dayOf("2027-01-04") ?? 0)).toBe(1);
  });

  it("shows the year only where it is another", () => {
    expect(shortDate("2027-03-05", 2027)).toBe("03-05");
    expect(shortDate("2028-03-05", 2027)).toBe("2028-03-05");
  });

  it.each([
    ["2027-3-5", "2027-03-05"],
    ["2027/03/05", "2027-03-05"],
    ["2027.3.5", "2027-03-05"],
    ["2027年3月5日", "2027-03-05"],
    ["20270305", "2027-03-05"],
    ["3-5", "2026-03-05"],
    ["3月5日", "2026-03-05"],
  ])("reads %s", (text, iso) => {
    expect(readDate(text, 2026)).toBe(iso);
  });

  it.each(["2027-13-01", "明天", "5天", "", "1.2.3"])("does not take %j for a date", (text) => {
    expect(readDate(text, 2026)).toBeNull();
  });
});
