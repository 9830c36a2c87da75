import { beforeEach, describe, expect, it } from "vitest";
import { addressOf, filtersFrom, NO_FILTERS } from "../islands/gantt/filter";
import { addressWith, onAddress, readAddress, writeAddress } from "../lib/address";

beforeEach(() => {
  window.history.replaceState(null, "", "/p/XPSS/schedule/list");
  document.body.innerHTML = "";
});

describe("the address of a view", () => {
  it("holds what is set and leaves out what is not", () => {
    writeAddress({ q: "问卷", mine: "1", late: "" });
    expect(window.location.search).toBe(`?q=${encodeURIComponent("问卷")}&mine=1`);
    expect(readAddress(["q", "mine", "late"])).toEqual({ q: "问卷", mine: "1", late: "" });
    writeAddress({ q: "", mine: "" });
    expect(window.location.search).toBe("");
  });

  it("is a step of the history for each choice, one step for a word typed", () => {
    const before = window.history.length;
    writeAddress({ mine: "1" });
    for (const q of ["问", "问卷", "问卷设计"]) writeAddress({ q }, "q");
    writeAddress({ sort: "-finish" });
    expect(window.history.length - before).toBe(3);
    writeAddress({ sort: "-finish" });
    expect(window.history.length - before).toBe(3);
  });

  it("keeps the rest of an address", () => {
    expect(addressWith({ q: "a" }, "http://x/p?after=9#top")).toBe("/p?after=9&q=a#top");
  });

  it("goes along to the other views", () => {
    document.body.innerHTML = '<nav data-carry><a href="/p/XPSS/schedule">甘特</a></nav>';
    writeAddress({ critical: "1" });
    expect(document.querySelector("a")?.getAttribute("href")).toContain(
      "/p/XPSS/schedule?critical=1",
    );
  });

  it("tells of Back and Forth until nobody listens", () => {
    let called = 0;
    const stop = onAddress(() => {
      called += 1;
    });
    window.dispatchEvent(new PopStateEvent("popstate"));
    stop();
    window.dispatchEvent(new PopStateEvent("popstate"));
    expect(called).toBe(1);
  });

  it("brings filters back as they were", () => {
    const filters = { ...NO_FILTERS, text: "渠道", critical: true, owner: "m1" };
    expect(filtersFrom(addressOf(filters))).toEqual(filters);
    expect(addressOf(NO_FILTERS)).toEqual(addressOf(filtersFrom(addressOf(NO_FILTERS))));
  });
});
