import type { Calendar } from "../world/calendar";
import type { EventRecord } from "../world/event";
import type { Item, Window } from "./series";

const textsPerGeneration = 20_000;
const mostWindows = 24;

/**
 * JSON of event versions that was rendered before, by the way of looking. Versions never change, so nothing is ever
 * stale; two generations bound the memory: what nobody asks for while one fills is forgotten.
 */
export class RenderCache {
  #young = new Map<EventRecord, Map<string, string>>();
  #old = new Map<EventRecord, Map<string, string>>();

  text(record: EventRecord, key: string, render: () => string): string {
    let texts = this.#young.get(record);
    if (!texts) {
      texts = this.#old.get(record) ?? new Map<string, string>();
      if (this.#young.size >= textsPerGeneration)
        [this.#old, this.#young] = [this.#young, new Map<EventRecord, Map<string, string>>()];
      this.#young.set(record, texts);
    }
    let text = texts.get(key);
    if (text === undefined) texts.set(key, (text = render()));
    return text;
  }

  clear(): void {
    this.#young.clear();
    this.#old.clear();
  }
}

/** What lies in a window of a calendar, kept while the calendar does not change: the pages of a view ask again and again. */
export class WindowCache {
  #known = new Map<string, { calendar: Calendar; revision: number; items: readonly Item[] }>();

  items(calendar: Calendar, window: Window, find: () => readonly Item[]): readonly Item[] {
    const key = `${calendar.id}/${window.from}/${window.to}/${calendar.zone}`;
    const known = this.#known.get(key);
    if (known?.calendar === calendar && known.revision === calendar.events.revision) return known.items;
    const items = find();
    this.#known.delete(key);
    this.#known.set(key, { calendar, revision: calendar.events.revision, items });
    const [oldest] = this.#known.keys();
    if (this.#known.size > mostWindows && oldest !== undefined) this.#known.delete(oldest);
    return items;
  }

  clear(): void {
    this.#known.clear();
  }
}
