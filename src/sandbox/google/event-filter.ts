import type { EventRecord } from "../world/event";
import type { ListQuery } from "./list-query";

type Selecting = Pick<
  ListQuery,
  "eventTypes" | "iCalUID" | "q" | "privateProperties" | "sharedProperties" | "updatedMin"
>;

/** The filters of a list that look at one event alone. */
export function matcherOf(query: Selecting): (record: EventRecord) => boolean {
  const tests: ((record: EventRecord) => boolean)[] = [];
  const { iCalUID, q, updatedMin, eventTypes } = query;
  if (eventTypes.length > 0) tests.push((record) => eventTypes.includes(record.eventType));
  if (iCalUID !== null) tests.push((record) => record.uid === iCalUID);
  if (updatedMin !== null) tests.push((record) => record.updatedAt >= updatedMin);
  if (q !== null) tests.push((record) => saysAll(record, q.toLowerCase().split(/\s+/)));
  for (const property of query.privateProperties) tests.push((record) => hasProperty(record, "private", property));
  for (const property of query.sharedProperties) tests.push((record) => hasProperty(record, "shared", property));
  if (tests.length === 0) return () => true;
  return (record) => tests.every((test) => test(record));
}

function saysAll(record: EventRecord, words: readonly string[]): boolean {
  const people = record.attendees.flatMap(({ name, email }) => [name ?? "", email]);
  const { summary, description, location, organizer } = record;
  const text = [summary, description, location, organizer.email, organizer.name, ...people].join("\n").toLowerCase();
  return words.every((word) => text.includes(word));
}

function hasProperty(record: EventRecord, kind: "private" | "shared", property: string): boolean {
  const at = property.indexOf("=");
  const all = record.extra.extendedProperties as Record<string, Record<string, string> | undefined> | undefined;
  return all?.[kind]?.[property.slice(0, at)] === property.slice(at + 1);
}
