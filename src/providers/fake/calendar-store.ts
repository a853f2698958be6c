import { rowsOf, splitAt, type Draft, type Exception, type FakeRecord, type When } from "./records";

/** What a person does in the fake's own application. */
export type FakeEdit =
  | { readonly do: "create"; readonly title: string; readonly start: When; readonly end: When }
  | {
      readonly do: "create_series";
      readonly title: string;
      readonly start: When;
      readonly end: When;
      readonly count: number;
    }
  | { readonly do: "change"; readonly id: string; readonly title: string }
  | { readonly do: "move"; readonly id: string; readonly start: When; readonly end: When }
  | { readonly do: "delete" | "spoil"; readonly id: string }
  | { readonly do: "shorten_series"; readonly id: string; readonly count: number }
  | { readonly do: "change_occurrence"; readonly id: string; readonly original: When; readonly title: string }
  | {
      readonly do: "move_occurrence";
      readonly id: string;
      readonly original: When;
      readonly start: When;
      readonly end: When;
    }
  | { readonly do: "cancel_occurrence"; readonly id: string; readonly original: When }
  | { readonly do: "split"; readonly id: string; readonly original: When; readonly title: string };

type Facts = { readonly id: string; readonly ownerEmail: string; readonly zone: string; readonly now: () => Date };

/** The events of one calendar, in the order of their making. Every change gets the next revision. */
export class FakeCalendar {
  readonly id: string;
  readonly ownerEmail: string;
  readonly zone: string;
  readonly records: FakeRecord[] = [];
  revision = 0;
  /** Cursors of an earlier epoch are expired. */
  epoch = 0;
  readonly #now: () => Date;

  constructor({ id, ownerEmail, zone, now }: Facts) {
    this.id = id;
    this.ownerEmail = ownerEmail;
    this.zone = zone;
    this.#now = now;
  }

  find(id: string): FakeRecord | undefined {
    return this.records.find((record) => record.id === id);
  }

  insert(draft: Partial<Draft> & Pick<Draft, "start" | "end">, more: { id?: string; count?: number } = {}): FakeRecord {
    const id = more.id ?? `event${this.records.length + 1}of${this.id.length}`;
    const empty = {
      title: "",
      location: "",
      description: "",
      zone: this.zone,
      attendees: [],
      mark: null,
      hasConference: false,
    };
    const fresh: FakeRecord = {
      ...{ ...empty, shownAs: "busy", visibility: "default", ...draft, id, count: more.count ?? null },
      ...{ exceptions: new Map(), isDeleted: false, revision: 0, updatedAt: this.#now(), shown: new Set() },
    };
    this.records.push(fresh);
    return this.update(id, {});
  }

  update(id: string, change: Partial<FakeRecord>): FakeRecord {
    const index = this.records.findIndex((record) => record.id === id);
    const before = this.records[index];
    if (before === undefined) throw new Error(`no event ${id}`);
    this.revision += 1;
    const next = { ...before, ...change, revision: this.revision, updatedAt: this.#now() };
    const record = { ...next, shown: new Set([...before.shown, ...rowsOf(next).map((row) => row.id)]) };
    this.records[index] = record;
    return record;
  }

  except(id: string, original: When, exception: Exception): FakeRecord {
    const record = this.find(id);
    if (record === undefined) throw new Error(`no event ${id}`);
    const former = record.exceptions.get(original) ?? {};
    const merged = exception === null ? null : { ...former, ...exception };
    return this.update(id, { exceptions: new Map([...record.exceptions, [original, merged]]) });
  }

  apply(edit: FakeEdit): FakeRecord {
    switch (edit.do) {
      case "create":
        return this.insert({ title: edit.title, start: edit.start, end: edit.end });
      case "create_series":
        return this.insert({ title: edit.title, start: edit.start, end: edit.end }, { count: edit.count });
      case "change":
        return this.update(edit.id, { title: edit.title });
      case "move":
        // A new time makes every occurrence a new one.
        return this.update(edit.id, { start: edit.start, end: edit.end, exceptions: new Map() });
      case "delete":
        return this.update(edit.id, { isDeleted: true });
      case "spoil":
        return this.update(edit.id, { start: "2026-02-30T09:00:00" });
      case "shorten_series":
        return this.update(edit.id, { count: edit.count });
      case "change_occurrence":
        return this.except(edit.id, edit.original, { title: edit.title });
      case "move_occurrence":
        return this.except(edit.id, edit.original, { start: edit.start, end: edit.end });
      case "cancel_occurrence":
        return this.except(edit.id, edit.original, null);
      case "split":
        return this.#split(edit);
    }
  }

  #split({ id, original, title }: Extract<FakeEdit, { do: "split" }>): FakeRecord {
    const record = this.find(id);
    if (record === undefined) throw new Error(`no event ${id}`);
    const { before, after, end } = splitAt(record, original);
    const kept = [...record.exceptions].filter(([key]) => key < original);
    this.update(id, { count: before, exceptions: new Map(kept) });
    return this.insert({ ...pick(record), title, start: original, end }, { count: after });
  }
}

const pick = ({ title, location, description, zone, attendees, shownAs, visibility, hasConference }: FakeRecord) => ({
  ...{ title, location, description, zone, attendees, shownAs, visibility, hasConference },
});
