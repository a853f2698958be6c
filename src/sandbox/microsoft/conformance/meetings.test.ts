import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSandbox, type TestSandbox } from "../../testing/open-sandbox";
import { berlin, eventCalls, type Event } from "../testing/event-calls";
import { failureOf, microsoftPerson, type MicrosoftPerson } from "../testing/microsoft-person";

let sandbox: TestSandbox;
let alice: MicrosoftPerson;
const { create, get, view } = eventCalls(() => alice);

beforeAll(async () => {
  sandbox = await openSandbox({ seed: "meetings", startAt: Date.UTC(2026, 1, 1) });
  alice = await microsoftPerson(sandbox, { email: "alice@contoso.example" });
});
afterAll(() => sandbox.stop());

describe("meetings (4.1)", () => {
  it("4.1 carries an invitation to the attendee, the answer back, and a cancellation again to the attendee", async () => {
    const erin = await microsoftPerson(sandbox, { email: "erin@contoso.example" });
    const event = await create({
      subject: "Review",
      start: berlin("2026-05-05T09:00:00"),
      end: berlin("2026-05-05T10:00:00"),
      attendees: [{ emailAddress: { address: erin.email } }],
    });
    const invited = (await view("2026-05-05T00:00:00Z", "2026-05-06T00:00:00Z", erin)).value[0];
    expect(invited).toMatchObject({
      iCalUId: event.iCalUId,
      isOrganizer: false,
      showAs: "tentative",
      responseStatus: { response: "notResponded" },
    });
    expect(invited?.id).not.toBe(event.id);
    const path = `/me/events/${encodeURIComponent(invited?.id ?? "")}`;
    await erin.api.api(`${path}/tentativelyAccept`).post({ sendResponse: true });
    expect(erin.heard().status).toBe(202);
    expect((await get(event.id)).attendees[0]?.status.response).toBe("tentativelyAccepted");
    await erin.api.api(`${path}/accept`).post({ comment: "Fine" });
    expect((await get(event.id)).attendees[0]?.status.response).toBe("accepted");
    expect(await failureOf(alice.api.api(`/me/events/${encodeURIComponent(event.id)}/accept`).post({}))).toMatchObject({
      status: 400,
      code: "ErrorInvalidRequest",
    });
    expect(await failureOf(erin.api.api(`${path}/cancel`).post({}))).toMatchObject({
      status: 400,
      code: "ErrorInvalidRequest",
    });
    await alice.api.api(`/me/events/${encodeURIComponent(event.id)}/cancel`).post({ comment: "Off" });
    expect((await erin.api.api(path).get()) as Event).toMatchObject({
      isCancelled: true,
      showAs: "free",
      subject: "Canceled: Review",
    });
    expect(await failureOf(get(event.id))).toMatchObject({ status: 404 });
  });

  it("4.1 takes a declined invitation out of the calendar and tells the organizer", async () => {
    const frank = await microsoftPerson(sandbox, { email: "frank@contoso.example" });
    const event = await create({
      start: berlin("2026-05-07T09:00:00"),
      end: berlin("2026-05-07T10:00:00"),
      attendees: [{ emailAddress: { address: frank.email } }],
    });
    const invited = (await view("2026-05-07T00:00:00Z", "2026-05-08T00:00:00Z", frank)).value[0];
    await frank.api.api(`/me/events/${encodeURIComponent(invited?.id ?? "")}/decline`).post({ sendResponse: true });
    expect((await view("2026-05-07T00:00:00Z", "2026-05-08T00:00:00Z", frank)).value).toEqual([]);
    expect((await get(event.id)).attendees[0]?.status.response).toBe("declined");
  });

  it("4.1 forwards, snoozes and dismisses", async () => {
    const { id } = await create();
    const path = `/me/events/${encodeURIComponent(id)}`;
    await alice.api
      .api(`${path}/forward`)
      .post({ toRecipients: [{ emailAddress: { address: "gina@contoso.example" } }] });
    await alice.api
      .api(`${path}/snoozeReminder`)
      .post({ newReminderTime: { dateTime: "2026-02-10T13:50:00", timeZone: "UTC" } });
    await alice.api.api(`${path}/dismissReminder`).post({});
    expect(alice.heard().status).toBe(202);
    expect(await get(id)).toMatchObject({ isReminderOn: false });
  });
});
