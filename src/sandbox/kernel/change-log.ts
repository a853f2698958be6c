/** Which item changed at which revision, in order; only an item's newest place counts. */
export class ChangeLog {
  #revisions: number[] = [];
  #items: number[] = [];
  readonly #newest: number[] = [];
  #live = 0;

  /** Notes that `item` (a small integer) is now at `revision`, which must be higher than all before. */
  note(item: number, revision: number): void {
    if (this.#newest[item] === undefined) this.#live += 1;
    this.#newest[item] = revision;
    this.#revisions.push(revision);
    this.#items.push(item);
    if (this.#revisions.length > 64 && this.#revisions.length > this.#live * 2) this.#compact();
  }

  /** Items whose newest change is after `revision`, oldest change first. */
  since(revision: number): number[] {
    const out: number[] = [];
    for (let at = this.#firstAfter(revision); at < this.#revisions.length; at++) {
      const item = this.#items[at] as number;
      if (this.#newest[item] === this.#revisions[at]) out.push(item);
    }
    return out;
  }

  /** Replaces everything by saved places. */
  load(places: readonly (readonly [item: number, revision: number])[]): void {
    this.#revisions = [];
    this.#items = [];
    this.#newest.length = 0;
    this.#live = 0;
    for (const [item, revision] of places.toSorted((a, b) => a[1] - b[1])) this.note(item, revision);
  }

  #firstAfter(revision: number): number {
    let low = 0;
    let high = this.#revisions.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#revisions[middle] as number) <= revision) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #compact(): void {
    const keep = this.#revisions.map((revision, at) => this.#newest[this.#items[at] as number] === revision);
    this.#items = this.#items.filter((_, at) => keep[at]);
    this.#revisions = this.#revisions.filter((_, at) => keep[at]);
  }
}
