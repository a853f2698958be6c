// Mails about bookings, to a real mail server.
import { randomUUID } from "node:crypto";

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { runDueWork } from "@/server/work/run-due-work";
import { makeConfiguration } from "@/testing/booking-rows";
import { testEnv } from "@/testing/env";
import { openMailServer, type MailServer, type ReceivedMail } from "@/testing/receivers";
import { at, useSyncScene, type SyncedCalendar } from "@/testing/sync-scene";
import { tokenProviders } from "@/testing/token-scene";

import { bookAppointment } from "./book";
import { inviteGuests, lookUpGuests } from "./guests";
import { decideBooking } from "./host-bookings";
import { bookingInput, type BookingInput } from "./inputs";
import { cancelByLink, lookUpBooking, moveByLink } from "./manage-link";

const scene = useSyncScene();
const [google] = tokenProviders;
type Provider = (typeof tokenProviders)[number];
let mail: MailServer;

beforeAll(async () => {
  mail = await openMailServer();
  const set = { SMTP_URL: `smtp://127.0.0.1:${mail.port}`, MAIL_FROM: "Daykeeper <calendar@example.test>" };
  const { messaging } = testEnv(scene.database.url, set);
  scene.use({ env: { ...scene.deps.env, messaging } });
});
afterAll(() => mail.close());
beforeEach(async () => {
  mail.mails.length = 0;
  await scene.inWorkspace({ workspaceId: scene.cast.home }, (tx) => tx.dueWork.deleteMany({}));
});

const when = (days: number, hour: number) =>
  Temporal.PlainDateTime.from(at(days, hour)).toZonedDateTime("Europe/Berlin").toInstant().toString();

async function open(data = {}): Promise<string> {
  return (await openAt(google, data)).id;
}

async function openAt(provider: Provider, data = {}) {
  const calendar = await scene.connect(provider);
  const { home, alice } = scene.cast;
  await scene.inWorkspace(calendar, async (tx) => {
    await tx.calendar.updateMany({ where: { id: calendar.calendarId }, data: { isPrimary: true } });
    await tx.bookedTime.deleteMany({ where: { hostUserId: alice } });
  });
  await scene.sync(calendar);
  const hosts = [{ userId: alice, calendars: [calendar] }];
  return { id: await makeConfiguration(scene.database.db, { workspaceId: home, hosts, data }), calendar };
}

async function book(id: string, input: Partial<BookingInput> & { start: string }) {
  const email = `${randomUUID()}@northwind.example`;
  const { body } = await bookAppointment(scene.deps, null, {
    ...{ id, input: { name: "Victor", email, ...input }, idempotencyKey: null },
  });
  if (!("booking" in body)) throw new Error(body.message);
  return { email, booking: body.booking, token: body.manage_url.split("#")[1] ?? "" };
}

const unfold = ({ raw }: ReceivedMail) => raw.replaceAll("=\r\n", "").replaceAll("=3D", "=");
/** What a part of the mail holds, decoded. */
function calendarIn({ raw }: ReceivedMail): { method: string | undefined; lines: readonly string[] } {
  const method = /content-type: text\/calendar;[^\n]*method=(\w+)/i.exec(raw)?.[1];
  const part = /content-type: text\/calendar[\s\S]*?\r\n\r\n([\s\S]*?)\r\n--/i.exec(raw);
  const isBase64 = /base64/i.test(part?.[0].split("\r\n\r\n")[0] ?? "");
  const body = isBase64
    ? Buffer.from(part?.[1] ?? "", "base64").toString("utf8")
    : (part?.[1] ?? "").replaceAll("=\r\n", "").replaceAll("=3D", "=");
  return { method, lines: body.replaceAll("\r\n ", "").split("\r\n") };
}
const subjectOf = ({ raw }: ReceivedMail) =>
  /^subject: ((?:.|\r\n[ \t])*)/im
    .exec(raw)?.[1]
    ?.replaceAll(/\r\n[ \t]/g, "")
    .replaceAll(/\?==\?utf-8\?q\?/gi, "")
    .replaceAll(/=\?utf-8\?q\?(.*?)\?=/gi, "$1")
    .replaceAll("_", " ")
    .replaceAll(/((?:=[0-9A-F]{2})+)/gi, (bytes) => decodeURIComponent(bytes.replaceAll("=", "%"))) ?? "";

/** What was sent to that address since the last look. */
async function arrived(email?: string): Promise<readonly ReceivedMail[]> {
  mail.mails.length = 0;
  await runDueWork(scene.deps, {
    ...{ kinds: ["delivery.send"], budgetMs: 20_000, concurrency: 2, signal: new AbortController().signal },
  });
  return mail.mails.filter(({ to }) => email === undefined || to.includes(email));
}

describe("BKG-3 what a visitor and a host are mailed", () => {
  it("is the appointment with a calendar file, in their own zone and language, and each change of it", async () => {
    const id = await open();
    const start = when(3, 10);
    const { email, token } = await book(id, { start, timezone: "America/New_York", locale: "de" });
    const all = await arrived();
    expect(all).toHaveLength(2);
    const [first] = all.filter(({ to }) => to.includes(email));
    if (first === undefined) throw new Error("The visitor got no mail.");
    expect(subjectOf(first)).toMatch(/^Gebucht: Meet us, .* um 0?[34]:00/);
    const { method, lines } = calendarIn(first);
    expect(method).toBe("REQUEST");
    const stamp = start.replaceAll(/[-:]/g, "").replace(".000", "");
    expect(lines).toEqual(expect.arrayContaining(["METHOD:REQUEST", `DTSTART:${stamp}`, "SEQUENCE:0"]));
    const uid = lines.find((line) => line.startsWith("UID:"));
    // The provider's own: its invitation and ours are one event to the visitor's calendar.
    expect(uid).toContain("@google.com");
    const [, own = ""] = /book\/manage#([\w-]{40,})/.exec(unfold(first)) ?? [];
    expect(own).not.toBe(token);
    expect(await lookUpBooking(scene.deps, own)).toMatchObject({ may_move: true });
    const [toHost] = all.filter(({ to }) => !to.includes(email));
    expect(subjectOf(toHost as ReceivedMail)).toMatch(/^Victor booked Meet us, .* at 10:00/);
    expect(calendarIn(toHost as ReceivedMail).method).toBe("REQUEST");

    await moveByLink(scene.deps, { token: own, start: when(3, 14) });
    const [moved] = await arrived(email);
    expect(subjectOf(moved as ReceivedMail)).toMatch(/^Verschoben: /);
    expect(calendarIn(moved as ReceivedMail).lines).toEqual(expect.arrayContaining([uid, "SEQUENCE:1"]));
    await cancelByLink(scene.deps, own);
    const [gone] = await arrived(email);
    expect(calendarIn(gone as ReceivedMail)).toMatchObject({ method: "CANCEL" });
    expect(calendarIn(gone as ReceivedMail).lines).toEqual(expect.arrayContaining([uid, "STATUS:CANCELLED"]));
    expect(await arrived()).toEqual([]);
  });

  it("is that a time is held, and what the host said", async () => {
    const id = await open({ confirmation: "by_host" });
    const asked = await book(id, { start: when(4, 10), accept_request: true });
    const refused = await book(id, { start: when(4, 12), accept_request: true });
    const [first] = await arrived(asked.email);
    expect(subjectOf(first as ReceivedMail)).toMatch(/^Asked for: Meet us/);
    expect(calendarIn(first as ReceivedMail).method).toBeUndefined();
    const { alice, home } = scene.cast;
    const caller = { kind: "person", user: { id: alice }, workspace: { id: home }, role: "admin" } as unknown;
    const decide = (of: string, decision: "confirm" | "decline") =>
      decideBooking(scene.deps, caller as Parameters<typeof decideBooking>[1], { id: of, decision });
    await decide(asked.booking.id, "confirm");
    await decide(refused.booking.id, "decline");
    const all = await arrived();
    const subjects = (email: string) => all.filter(({ to }) => to.includes(email)).map(subjectOf);
    expect(subjects(asked.email)).toEqual([expect.stringMatching(/^Booked: /)]);
    expect(subjects(refused.email)).toEqual([expect.stringMatching(/^Declined: /)]);
  });

  it("is each move of one that is moved to and fro", async () => {
    const id = await open();
    const { email, token } = await book(id, { start: when(5, 9) });
    await arrived();
    for (const hour of [12, 9, 12]) {
      await moveByLink(scene.deps, { token, start: when(5, hour) });
      expect(await arrived(email), String(hour)).toHaveLength(1);
    }
  });

  it("S54 is no more than so many a day, however often it is moved", async () => {
    const id = await open();
    const { email, token, booking } = await book(id, { start: when(6, 9) });
    expect(await arrived(email)).toHaveLength(1);
    const { home: workspaceId } = scene.cast;
    const sent = { workspaceId, channel: "email", kind: "booking", state: "sent", sentAt: scene.deps.now() };
    await scene.inWorkspace({ workspaceId }, (tx) =>
      tx.delivery.createMany({
        data: Array.from({ length: 19 }, (_, index) => ({
          ...{ ...sent, dedupeKey: `${booking.id}:${index}`, payload: { bookingId: booking.id } },
        })),
      }),
    );
    await moveByLink(scene.deps, { token, start: when(6, 12) });
    const all = await arrived();
    expect(all.filter(({ to }) => to.includes(email))).toEqual([]);
    expect(all).toHaveLength(1);
    const yesterday = new Date(scene.deps.now().getTime() - 25 * 3_600_000);
    await scene.inWorkspace({ workspaceId }, (tx) => tx.delivery.updateMany({ data: { sentAt: yesterday } }));
    await moveByLink(scene.deps, { token, start: when(6, 14) });
    expect(await arrived(email)).toHaveLength(1);
  });
});

type Theirs = { readonly attendees: readonly (string | { readonly email: string })[] };
/** Whom the provider would invite: everybody it has on an event of that calendar. */
async function invitedAt({ email }: SyncedCalendar): Promise<string[]> {
  const { events } = await scene.sandbox.control<{ events: Theirs[] }>(
    "GET",
    `accounts/${email}/calendars/primary/events`,
  );
  return events.flatMap(({ attendees }) => attendees.map((each) => (typeof each === "string" ? each : each.email)));
}
const guestLink = (mails: readonly ReceivedMail[]) =>
  mails
    .map((each) => /book\/manage\/guests#([\w-]{40,})/.exec(unfold(each))?.[1])
    .find((token) => token !== undefined) ?? "";

describe.each(tokenProviders)("S54 guests of a visitor at $id", (provider) => {
  it("hear of it when the visitor has said yes in their own mailbox, and not before", async () => {
    const { id, calendar } = await openAt(provider);
    const guests = ["mara@northwind.example", "noah@northwind.example"];
    const { email, token } = await book(id, { start: when(3, 10), guests: [...guests, "mara@northwind.example"] });
    const first = await arrived();
    expect(first.flatMap(({ to }) => to).filter((to) => guests.includes(to))).toEqual([]);
    expect(await invitedAt(calendar)).toEqual([email]);
    const link = guestLink(first.filter(({ to }) => to.includes(email)));
    // Each link is good for its own purpose: the one in the answer proves nobody's mailbox.
    await expect(inviteGuests(scene.deps, token)).rejects.toMatchObject({ code: "not_found" });
    await expect(cancelByLink(scene.deps, link)).rejects.toMatchObject({ code: "not_found" });
    expect(await lookUpGuests(scene.deps, link)).toMatchObject({ guests, invited: false });
    expect(await inviteGuests(scene.deps, link)).toMatchObject({ invited: true });
    expect((await invitedAt(calendar)).toSorted()).toEqual([...guests, email].toSorted());
    expect(await inviteGuests(scene.deps, link)).toMatchObject({ invited: true });
    const writes = await scene.inWorkspace(calendar, (tx) =>
      tx.eventWrite.count({ where: { calendarId: calendar.calendarId } }),
    );
    expect(writes).toBe(2);
    expect(await arrived()).toEqual([]);
    // Moved, they are still there.
    await moveByLink(scene.deps, { token, start: when(3, 14) });
    expect(await invitedAt(calendar)).toEqual(expect.arrayContaining(guests));
  });
});

describe("S53 S54 one visitor who names a thousand", () => {
  const victim = (index: number) => `victim${index}@thirdparty.example`;

  it("has none of them mailed, by us or by the provider, and in the end no more invited than a day allows", async () => {
    const { id, calendar } = await openAt(google, { durationMinutes: 15, slotStepMinutes: 15 });
    const everybody = Array.from({ length: 1_000 }, (_, index) => victim(index));
    const name = "Victor";
    expect(bookingInput.safeParse({ start: when(4, 9), name, email: "v@x.example", guests: everybody }).success).toBe(
      false,
    );
    const email = `${randomUUID()}@northwind.example`;
    const outcomes = { booked: 0, refused: 0 };
    for (let tenth = 0; tenth < 100; tenth += 1) {
      const guests = everybody.slice(tenth * 10, tenth * 10 + 10);
      const start = Temporal.Instant.from(when(4, 9))
        .add({ minutes: (tenth % 30) * 15 })
        .toString();
      try {
        await bookAppointment(scene.deps, null, { id, input: { start, name, email, guests }, idempotencyKey: null });
        outcomes.booked += 1;
      } catch (error) {
        expect(error).toMatchObject({ code: "too_many_bookings" });
        outcomes.refused += 1;
      }
    }
    expect(outcomes).toEqual({ booked: 5, refused: 95 });
    const mails = await arrived();
    expect(new Set(mails.flatMap(({ to }) => to)).size).toBe(2);
    expect(mails.flatMap(({ to }) => to).filter((to) => to.endsWith("@thirdparty.example"))).toEqual([]);
    expect(new Set(await invitedAt(calendar))).toEqual(new Set([email]));

    const links = mails.map((each) => guestLink([each])).filter((link) => link !== "");
    expect(links).toHaveLength(5);
    const said = await Promise.allSettled(links.map((link) => inviteGuests(scene.deps, link)));
    expect(said.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
    const invited = (await invitedAt(calendar)).filter((to) => to.endsWith("@thirdparty.example"));
    expect(new Set(invited).size).toBe(20);
  });

  it("who is the same one again and again is invited five times a day", async () => {
    const { id } = await openAt(google);
    const outcomes: string[] = [];
    for (let hour = 9; hour < 15; hour += 1) {
      const { email } = await book(id, { start: when(5, hour), guests: ["same@thirdparty.example"] });
      const link = guestLink(await arrived(email));
      outcomes.push(
        await inviteGuests(scene.deps, link).then(
          () => "invited",
          ({ code }: { code: string }) => code,
        ),
      );
    }
    expect(outcomes).toEqual([...Array.from({ length: 5 }, () => "invited"), "too_many_bookings"]);
  });
});
