import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSandbox, type TestSandbox } from "../../testing/open-sandbox";
import { eventCalls, meeting, type List } from "../testing/event-calls";
import { failureOf, graphClient, microsoftPerson, type MicrosoftPerson } from "../testing/microsoft-person";

let sandbox: TestSandbox;
let alice: MicrosoftPerson;
const { create } = eventCalls(() => alice);

beforeAll(async () => {
  sandbox = await openSandbox({ seed: "mailbox", startAt: Date.UTC(2026, 1, 1) });
  alice = await microsoftPerson(sandbox, { email: "alice@contoso.example" });
});
afterAll(() => sandbox.stop());

describe("mailbox and calendars (4.1, 4.5)", () => {
  it("4.5 tells the zone of the mailbox by its Windows name; calendars have none", async () => {
    expect(await alice.api.api("/me/mailboxSettings").get()).toMatchObject({ timeZone: "W. Europe Standard Time" });
    const { value } = (await alice.api.api("/me/calendars").get()) as { value: Record<string, unknown>[] };
    expect(value[0]).toMatchObject({ isDefaultCalendar: true, canEdit: true, owner: { address: alice.email } });
    expect(value[0]).not.toHaveProperty("timeZone");
  });

  it("4.5 describes a custom zone with bias and changes", async () => {
    await sandbox.control("POST", "accounts", {
      provider: "microsoft",
      email: "zoe@contoso.example",
      extra: { zoneName: "Customized Time Zone" },
    });
    const tokens = await sandbox.control<{ access_token: string }>("POST", "accounts/zoe@contoso.example/tokens", {});
    const settings = (await graphClient(sandbox, () => tokens.access_token)
      .api.api("/me/mailboxSettings")
      .get()) as { workingHours: unknown };
    expect(settings.workingHours).toMatchObject({
      timeZone: { "@odata.type": "#microsoft.graph.customTimeZone", bias: 300 },
    });
  });

  it("4.5 lists the zones it knows, in both standards", async () => {
    const windows = (await alice.api.api("/me/outlook/supportedTimeZones").get()) as { value: { alias: string }[] };
    const iana = (await alice.api
      .api("/me/outlook/supportedTimeZones(TimeZoneStandard=microsoft.graph.timeZoneStandard'Iana')")
      .get()) as { value: { alias: string }[] };
    expect(windows.value.map(({ alias }) => alias)).toContain("W. Europe Standard Time");
    expect(iana.value.map(({ alias }) => alias)).toContain("Europe/Berlin");
  });

  it("4.1 pages calendars by ten and follows nextLink", async () => {
    const bob = await microsoftPerson(sandbox, { email: "bob@contoso.example" });
    for (let index = 0; index < 11; index++) await bob.api.api("/me/calendars").post({ name: `Project ${index}` });
    const first = (await bob.api.api("/me/calendars").get()) as { value: unknown[]; "@odata.nextLink": string };
    expect(first.value).toHaveLength(10);
    expect(first["@odata.nextLink"]).toMatch(/^https:\/\/graph\.microsoft\.com\/v1\.0\/me\/calendars\?/);
    expect(((await bob.api.api(first["@odata.nextLink"]).get()) as { value: unknown[] }).value).toHaveLength(2);
    expect(await failureOf(bob.api.api("/me/calendars").post({ name: "Project 1" }))).toMatchObject({ status: 409 });
  });

  it("4.1 changes and deletes calendars, but not the default one", async () => {
    const made = (await alice.api.api("/me/calendars").post({ name: "Trips", color: "lightBlue" })) as { id: string };
    const path = `/me/calendars/${encodeURIComponent(made.id)}`;
    expect(await alice.api.api(path).patch({ name: "Travel" })).toMatchObject({ name: "Travel", color: "lightBlue" });
    await alice.api.api(path).delete();
    expect(await failureOf(alice.api.api(path).get())).toMatchObject({ status: 404, code: "ErrorItemNotFound" });
    const { id } = (await alice.api.api("/me/calendar").get()) as { id: string };
    expect(await failureOf(alice.api.api(`/me/calendars/${encodeURIComponent(id)}`).delete())).toMatchObject({
      status: 403,
    });
  });

  it("4.1 has two calendar groups, the second with what others share", async () => {
    const carol = await microsoftPerson(sandbox, { email: "carol@contoso.example" });
    await sandbox.control("POST", `accounts/${alice.email}/calendars/primary/share`, {
      scope: `user:${carol.email}`,
      role: "reader",
    });
    const groups = (await carol.api.api("/me/calendarGroups").get()) as { value: { id: string }[] };
    const shared = (await carol.api
      .api(`/me/calendarGroups/${encodeURIComponent(groups.value[1]?.id ?? "")}/calendars`)
      .get()) as { value: { id: string; canEdit: boolean }[] };
    expect(shared.value).toMatchObject([{ canEdit: false, owner: { address: alice.email } }]);
    const secret = await create({ subject: "Salary", sensitivity: "private" });
    const seen = (await carol.api
      .api(`/me/calendars/${encodeURIComponent(shared.value[0]?.id ?? "")}/events?$top=100`)
      .get()) as List;
    expect(seen.value.find(({ id }) => id === secret.id)?.subject).toBe("Private Appointment");
    expect(
      await failureOf(
        carol.api.api(`/me/calendars/${encodeURIComponent(shared.value[0]?.id ?? "")}/events`).post(meeting()),
      ),
    ).toMatchObject({ status: 403, code: "ErrorAccessDenied" });
  });
});
