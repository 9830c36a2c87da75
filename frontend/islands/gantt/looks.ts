/** How the tasks are looked at: filters, order, baseline, zoom; what can be shared is in the address. */
import { readAddress, writeAddress } from "../../lib/address";
import type { Controller } from "./controller";
import { ADDRESS, addressOf, type Filters, filtersFrom, NO_FILTERS } from "./filter";
import type { Zoom } from "./layout";
import type { State } from "./state";
import type { Tools } from "./toolbar";
import type { View } from "./view";

export class Looks implements Tools {
  constructor(
    private readonly state: State,
    private readonly view: View,
    private readonly controller: Controller,
    private readonly onChange: () => void,
  ) {}

  create(): void {
    this.controller.create();
  }

  zoom(zoom: Zoom): void {
    this.controller.zoom(zoom);
    this.onChange();
  }

  showToday(): void {
    this.view.showDay(this.state.today);
  }

  foldAll(folded: boolean): void {
    this.state.model.foldAll(folded);
    this.view.refresh();
  }

  filter(change: Partial<Filters>): void {
    this.state.filter(change);
    writeAddress(addressOf(this.state.filters), "text" in change ? "q" : "");
    this.drawn();
  }

  clear(): void {
    this.filter({ ...NO_FILTERS });
  }

  sort(order: string): void {
    this.state.sortBy(order);
    writeAddress({ sort: order });
    this.drawn();
  }

  compare(baseline: string): void {
    writeAddress({ baseline: baseline === this.state.baselines[0]?.id ? "" : baseline });
    void this.readBaseline();
  }

  private drawn(): void {
    this.view.reveal();
    this.view.refresh();
    this.onChange();
  }

  /** Takes over filters and order of the address. */
  readAddress(): void {
    this.state.filter(filtersFrom(readAddress(ADDRESS)));
    this.state.sortBy(this.state.mode === "list" ? readAddress(["sort"]).sort : "");
  }

  async readBaseline(): Promise<void> {
    await this.controller.compare(readAddress(["baseline"]).baseline);
  }

  /** Back or forth in the history: everything as the address has it. */
  onAddress(): void {
    this.readAddress();
    void this.readBaseline();
    this.drawn();
  }
}
