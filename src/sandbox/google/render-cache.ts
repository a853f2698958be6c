import type { EventRecord } from "../world/event";
import { endAfter, type When } from "../world/when";
import { instanceId, renderEvent, renderInstance, type Lens } from "./render-event";
import { toEventDateTime } from "./when-json";

const MOST_PER_GENERATION = 40_000;
const MARKS = { id: "\u0001id", start: "\u0001start", end: "\u0001end", original: "\u0001original" };

interface Template {
  readonly pieces: readonly string[];
  readonly order: readonly (keyof typeof MARKS)[];
}

/**
 * Rendered JSON per event version and way of looking. Versions never change, so nothing is ever stale; two generations
 * bound the memory: what is not asked for while a generation fills is forgotten.
 */
export class RenderCache {
  #young = new Map<EventRecord, Map<string, string | Template>>();
  #old = new Map<EventRecord, Map<string, string | Template>>();

  event(lens: Lens, record: EventRecord): string {
    const key = keyOf(lens);
    const known = this.#get(record, key);
    if (typeof known === "string") return known;
    return this.#put(record, key, JSON.stringify(renderEvent(lens, record)));
  }

  /** An unchanged occurrence: the series' text with four values put in. */
  instance(lens: Lens, master: EventRecord, start: When): string {
    const key = `${keyOf(lens)}#`;
    const known = this.#get(master, key);
    const template = typeof known === "object" ? known : this.#put(master, key, templateOf(lens, master, start));
    const values = {
      id: JSON.stringify(instanceId(master, start)),
      start: JSON.stringify(toEventDateTime(start, lens.zone)),
      end: JSON.stringify(toEventDateTime(endAfter(start, master), lens.zone)),
      original: JSON.stringify(toEventDateTime(start, lens.zone)),
    };
    let text = template.pieces[0] as string;
    template.order.forEach((name, index) => (text += values[name] + (template.pieces[index + 1] as string)));
    return text;
  }

  clear(): void {
    this.#young = new Map();
    this.#old = new Map();
  }

  #get(record: EventRecord, key: string): string | Template | undefined {
    const young = this.#young.get(record);
    if (young) return young.get(key);
    const old = this.#old.get(record);
    if (!old) return undefined;
    this.#keep(record, old);
    return old.get(key);
  }

  #put<T extends string | Template>(record: EventRecord, key: string, value: T): T {
    const texts = this.#young.get(record);
    if (texts) texts.set(key, value);
    else this.#keep(record, new Map([[key, value]]));
    return value;
  }

  #keep(record: EventRecord, texts: Map<string, string | Template>): void {
    if (this.#young.size >= MOST_PER_GENERATION) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(record, texts);
  }
}

function keyOf(lens: Lens): string {
  return `${lens.zone}|${lens.timesOnly ? 1 : 0}${lens.hidesPrivate ? 1 : 0}|${lens.maxAttendees ?? ""}`;
}

function templateOf(lens: Lens, master: EventRecord, start: When): Template {
  const rendered = renderInstance(lens, master, start);
  const marked = { ...rendered, id: MARKS.id, start: MARKS.start, end: MARKS.end, originalStartTime: MARKS.original };
  const text = JSON.stringify(marked);
  const found = Object.entries(MARKS)
    .map(([name, mark]) => ({ name: name as keyof typeof MARKS, text: JSON.stringify(mark) }))
    .map((mark) => ({ ...mark, at: text.indexOf(mark.text) }))
    .toSorted((a, b) => a.at - b.at);
  const pieces: string[] = [];
  let from = 0;
  for (const mark of found) {
    pieces.push(text.slice(from, mark.at));
    from = mark.at + mark.text.length;
  }
  return { pieces: [...pieces, text.slice(from)], order: found.map(({ name }) => name) };
}
