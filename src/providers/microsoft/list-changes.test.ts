import { describe, expect, it } from "vitest";
import { client, scripted, scriptedCall, type Scripted } from "@/testing/provider-conformance-script";
import { createMicrosoft } from "./provider";

const window = { from: new Date("2026-02-20T00:00:00Z"), to: new Date("2026-04-20T00:00:00Z") };
const time = (dateTime: string) => ({ dateTime, timeZone: "UTC" });
const stub = (id: string, day: string) => ({
  "@odata.etag": `W/"${id}"`,
  ...{
    id,
    type: "occurrence",
    seriesMasterId: "series",
    start: time(`${day}T08:00:00.0000000`),
    end: time(`${day}T09:00:00.0000000`),
  },
});
const master = {
  ...{
    "@odata.etag": 'W/"m"',
    id: "series",
    type: "seriesMaster",
    iCalUId: "uid",
    subject: "Standup",
    isAllDay: false,
    showAs: "tentative",
  },
  ...{
    start: time("2020-01-01T08:00:00.0000000"),
    end: time("2020-01-01T09:00:00.0000000"),
    originalStartTimeZone: "W. Europe Standard Time",
  },
};
const deltaLink = "https://graph.microsoft.com/v1.0/me/calendars/c/calendarView/delta?$deltatoken=a%2Bb-_%3D";
const page = (value: readonly unknown[], more: object = { "@odata.deltaLink": deltaLink }): Scripted => ({
  json: { value, ...more },
});
const read = (
  surroundings: ReturnType<typeof scripted>,
  from: { kind: "start" } | { kind: "cursor"; cursor: string } | { kind: "page"; mark: string } = { kind: "start" },
) => createMicrosoft(client, surroundings).listChanges(scriptedCall(), { window, from });

describe("a round of Outlook's changes", () => {
  it("fills an occurrence in from the master of its page, which is itself never shown", async () => {
    const { changes, next } = await read(scripted(page([stub("o1", "2026-03-02"), stub("o2", "2026-03-03"), master])));
    expect(changes.map(({ kind }) => kind)).toEqual(["series", "event", "event"]);
    expect(changes[1]).toMatchObject({
      event: {
        remoteId: "o1",
        title: "Standup",
        iCalUid: "uid",
        shownAs: "tentative",
        series: { seriesId: "series", originalStart: "2026-03-02T08:00:00Z", isException: false },
      },
    });
    expect(next).toEqual({ kind: "end", cursor: deltaLink });
  });

  it("asks once for a master that is not in the page", async () => {
    const surroundings = scripted(page([stub("o1", "2026-03-02"), stub("o2", "2026-03-03")]), { json: master });
    const { changes } = await read(surroundings);
    expect(changes.filter(({ kind }) => kind === "event")).toHaveLength(2);
    expect(surroundings.asked.map(({ url }) => url.pathname)).toEqual([
      "/v1.0/me/calendars/calendar%40example.com/calendarView/delta",
      "/v1.0/me/calendars/calendar%40example.com/events/series",
    ]);
  });

  it("F80 an occurrence whose master nobody has is unresolved, and one whose master cannot be asked for fails the page", async () => {
    const gone = await read(
      scripted(page([stub("o1", "2026-03-02")]), { status: 404, json: { error: { code: "ErrorItemNotFound" } } }),
    );
    expect(gone.changes).toContainEqual({ kind: "unresolved", remoteId: "o1", seriesId: "series" });
    const busy = read(
      scripted(page([stub("o1", "2026-03-02")]), { status: 503, json: { error: { code: "ErrorServerBusy" } } }),
    );
    await expect(busy).rejects.toMatchObject({ kind: "unavailable" });
  });

  it("F80 a removal is told whatever it names, also what was never known", async () => {
    const { changes } = await read(
      scripted(
        page([
          { id: "never-seen", "@removed": { reason: "deleted" } },
          { id: "x", "@removed": { reason: "changed" } },
        ]),
      ),
    );
    expect(changes).toEqual([
      { kind: "removed", remoteId: "never-seen" },
      { kind: "removed", remoteId: "x" },
    ]);
  });

  it("S41 a link to another host is not followed, and no token is sent there", async () => {
    for (const link of [
      "https://evil.test/v1.0/me",
      "https://graph.microsoft.com.evil.test/v1.0/me",
      "https://graph.microsoft.com@evil.test/v1.0/",
      "http://graph.microsoft.com/v1.0/me",
    ]) {
      const surroundings = scripted();
      await expect(read(surroundings, { kind: "cursor", cursor: link })).rejects.toMatchObject({
        kind: "unsafe_connection",
      });
      await expect(
        read(surroundings, { kind: "page", mark: JSON.stringify({ link, print: "" }) }),
      ).rejects.toMatchObject({ kind: "unsafe_connection" });
      expect(surroundings.asked).toEqual([]);
    }
  });

  it("sends a link back byte for byte, with the same preferences as the first request", async () => {
    const surroundings = scripted(page([]), page([]));
    await read(surroundings);
    await read(surroundings, { kind: "cursor", cursor: deltaLink });
    expect(surroundings.asked[1]?.url.href).toBe(deltaLink);
    const prefers = surroundings.asked.map(({ headers }) => headers["prefer"]);
    expect(prefers[0]).toBe('outlook.timezone="UTC", IdType="ImmutableId", odata.maxpagesize=500');
    expect(prefers[1]).toBe(prefers[0]);
  });

  it("F75 a link that differs each time and leads to the same rows ends, an empty page does not", async () => {
    const next = (token: string) => ({
      "@odata.nextLink": `https://graph.microsoft.com/v1.0/me/x?$skiptoken=${token}`,
    });
    const rows = [stub("o1", "2026-03-02"), master];
    const first = await read(scripted(page(rows, next("1"))));
    if (first.next.kind !== "page") throw new Error("one page");
    await expect(read(scripted(page(rows, next("2"))), { kind: "page", mark: first.next.mark })).rejects.toMatchObject({
      kind: "endless_pages",
    });
    const empty = await read(scripted(page([], next("3"))), { kind: "page", mark: first.next.mark });
    expect(empty.next.kind).toBe("page");
  });

  it("F52 an answer without rows is no empty calendar", async () => {
    await expect(read(scripted({ json: {} }))).rejects.toMatchObject({ kind: "malformed_answer" });
    await expect(read(scripted({ json: { value: "none" } }))).rejects.toMatchObject({ kind: "malformed_answer" });
  });
});
