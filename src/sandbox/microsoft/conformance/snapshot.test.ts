import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSandbox, type TestSandbox } from "../../testing/open-sandbox";
import { failureOf, graphClient, microsoftPerson, type MicrosoftPerson } from "../testing/microsoft-person";

let sandbox: TestSandbox;
let other: TestSandbox;
let alice: MicrosoftPerson;
beforeAll(async () => {
  sandbox = await openSandbox({ seed: "snapshot" });
  other = await openSandbox({ seed: "elsewhere" });
  alice = await microsoftPerson(sandbox);
});
afterAll(() => Promise.all([sandbox.stop(), other.stop()]));

describe("a snapshot restored in another sandbox", () => {
  it("goes on with the same tokens, ids and delta links", async () => {
    const window = "startDateTime=2026-12-01T00:00:00Z&endDateTime=2026-12-31T00:00:00Z";
    const event = {
      summary: "Kept",
      start: "2026-12-10T09:00:00Z",
      end: "2026-12-10T10:00:00Z",
      recurrence: ["RRULE:FREQ=DAILY;COUNT=3"],
    };
    const { id } = await alice.edit({ do: "create", event });
    await alice.edit({ do: "cancel-occurrence", eventId: id, original: "2026-12-11T09:00:00Z" });
    interface Page {
      value: { id: string }[];
      "@odata.deltaLink": string;
    }
    const before = (await alice.api.api(`/me/calendarView/delta?${window}`).get()) as Page;
    await other.control("POST", "snapshot", await sandbox.control("GET", "snapshot"));
    const { api } = graphClient(other, () => alice.tokens.access_token);
    expect(((await api.api(`/me/calendarView/delta?${window}`).get()) as Page).value).toEqual(before.value);
    expect(((await api.api(before["@odata.deltaLink"]).get()) as Page).value).toEqual([]);
    await api.api(`/me/events/${encodeURIComponent(before.value.at(-1)?.id ?? "")}`).delete();
    expect(((await api.api(before["@odata.deltaLink"]).get()) as Page).value).toMatchObject([
      { "@removed": { reason: "deleted" } },
    ]);
  });

  it("is empty of all that after a reset", async () => {
    await other.control("POST", "reset", { seed: "again" });
    const { api } = graphClient(other, () => alice.tokens.access_token);
    expect(await failureOf(api.api("/me/events").get())).toMatchObject({ status: 401 });
  });
});
