import { describe, expect, it } from "vitest";
import { Mirror, readAll, type BedPerson, type PersonEdit } from "./provider-conformance-bed";
import type { Scene } from "./provider-conformance";

const day = (number: number) => `2026-03-${String(number).padStart(2, "0")}`;
const at = (number: number, hour: number) => `${day(number)}T${String(hour).padStart(2, "0")}:00:00`;

type Story = {
  readonly name: string;
  readonly edits: (id: string) => readonly PersonEdit[];
  readonly titles: readonly string[];
};

/** A series of ten days from the 2nd at nine, and what becomes of it. */
const stories: readonly Story[] = [
  {
    name: "a changed occurrence",
    edits: (id) => [{ do: "change_occurrence", id, original: at(4, 9), title: "Special" }],
    titles: [...Array<string>(9).fill("Standup"), "Special"],
  },
  {
    name: "a moved occurrence",
    edits: (id) => [{ do: "move_occurrence", id, original: at(4, 9), start: at(4, 15), end: at(4, 16) }],
    titles: Array<string>(10).fill("Standup"),
  },
  {
    name: "a cancelled occurrence",
    edits: (id) => [{ do: "cancel_occurrence", id, original: at(5, 9) }],
    titles: Array<string>(9).fill("Standup"),
  },
  {
    name: "a renamed series",
    edits: (id) => [{ do: "change", id, title: "Daily" }],
    titles: Array<string>(10).fill("Daily"),
  },
  {
    name: "a shortened series",
    edits: (id) => [{ do: "shorten_series", id, count: 4 }],
    titles: Array<string>(4).fill("Standup"),
  },
  {
    name: "a series moved to another hour",
    edits: (id) => [{ do: "move", id, start: at(2, 11), end: at(2, 12) }],
    titles: Array<string>(10).fill("Standup"),
  },
  {
    name: "a series split into two (6.33)",
    edits: (id) => [{ do: "split", id, original: at(6, 9), title: "Second half" }],
    titles: [...Array<string>(4).fill("Standup"), ...Array<string>(6).fill("Second half")],
  },
  { name: "a deleted series", edits: (id) => [{ do: "delete", id }], titles: [] },
  {
    name: "an exception, then a cancelled occurrence, then a new name",
    edits: (id) => [
      { do: "change_occurrence", id, original: at(4, 9), title: "Special" },
      { do: "cancel_occurrence", id, original: at(5, 9) },
      { do: "move_occurrence", id, original: at(6, 9), start: at(7, 15), end: at(7, 16) },
      { do: "delete", id },
    ],
    titles: [],
  },
];

export function describeSeries({ bed, heard }: Scene): void {
  const begin = async (): Promise<{ person: BedPerson; id: string }> => {
    const person = await bed().makePerson();
    const { id } = await person.edit({
      do: "create_series",
      title: "Standup",
      start: at(2, 9),
      end: at(2, 10),
      count: 10,
    });
    await person.edit({ do: "create", title: "Alone", start: at(3, 14), end: at(3, 15) });
    return { person, id };
  };

  describe("series", () => {
    it("SYN-4 comes as its occurrences, each with its place in the series, and never as the master", async () => {
      const { person } = await begin();
      const { events } = new Mirror(person.zone).apply(await readAll(bed(), heard().call(person)));
      const occurrences = [...events.values()].filter(({ series }) => series !== null);
      expect(occurrences).toHaveLength(10);
      expect(new Set(occurrences.map(({ series }) => series?.seriesId)).size).toBe(1);
      expect(occurrences.map(({ series }) => series?.originalStart).sort()).toEqual(
        Array.from({ length: 10 }, (_, index) => `${day(index + 2)}T08:00:00Z`),
      );
      expect(occurrences.every(({ title, series }) => title === "Standup" && series?.isException === false)).toBe(true);
    });

    it.each(stories)("SYN-4 $name: a delta equals a fresh full read", async ({ edits, titles }) => {
      const { person, id } = await begin();
      const first = await readAll(bed(), heard().call(person));
      const mirror = new Mirror(person.zone).apply(first);
      for (const edit of edits(id)) await person.edit(edit);
      mirror.apply(await readAll(bed(), heard().call(person), first.cursor));
      expect(mirror.titles()).toEqual([...titles, "Alone"].sort());
      const fresh = new Mirror(person.zone).apply(await readAll(bed(), heard().call(person)));
      expect(mirror.text()).toEqual(fresh.text());
    });

    it("SYN-4 a moved occurrence keeps its place in the series and is an exception", async () => {
      const { person, id } = await begin();
      await person.edit({ do: "move_occurrence", id, original: at(4, 9), start: at(4, 15), end: at(4, 16) });
      const { events } = new Mirror(person.zone).apply(await readAll(bed(), heard().call(person)));
      const moved = [...events.values()].filter(({ series }) => series?.originalStart === `${day(4)}T08:00:00Z`);
      expect(moved).toMatchObject([
        { series: { isException: true }, times: { start: { at: new Date(`${day(4)}T14:00:00Z`) } } },
      ]);
    });

    it("F81 several rounds, each after another edit, end where a fresh full read does", async () => {
      const { person, id } = await begin();
      const mirror = new Mirror(person.zone);
      let reading = await readAll(bed(), heard().call(person));
      mirror.apply(reading);
      const edits: readonly PersonEdit[] = [
        { do: "cancel_occurrence", id, original: at(3, 9) },
        { do: "change_occurrence", id, original: at(4, 9), title: "Special" },
        { do: "move_occurrence", id, original: at(4, 9), start: at(4, 17), end: at(4, 18) },
        { do: "split", id, original: at(8, 9), title: "Later half" },
        { do: "cancel_occurrence", id, original: at(4, 9) },
        { do: "change", id, title: "Renamed" },
      ];
      for (const edit of edits) {
        await person.edit(edit);
        reading = await readAll(bed(), heard().call(person), reading.cursor);
        mirror.apply(reading);
        const fresh = new Mirror(person.zone).apply(await readAll(bed(), heard().call(person)));
        expect(mirror.text()).toEqual(fresh.text());
      }
    });
  });
}
