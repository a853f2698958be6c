import type { Ground } from "../kernel/ground";
import type { Naming } from "../kernel/provider";
import type { Random } from "../kernel/random";
import { addDays, msToWall } from "../kernel/zone";
import type { Account } from "./account";
import type { Attendee, EventFields, Person, Response } from "./event";
import { applyEdit, createEvent, type NewPersonEvent } from "./person-edits";
import { ownDays } from "./seed-days";
import { MEETING_LINKS, OUTSIDERS, type TeamMember } from "./team";
import { atInstant, atWall, endAfter, type When } from "./when";

export interface SeededPerson {
  readonly member: TeamMember;
  readonly account: Account;
  readonly naming: Naming;
}

interface Meeting {
  readonly organizer: Person;
  readonly guests: readonly SeededPerson[];
  readonly outsiders?: readonly Person[];
  readonly event: NewPersonEvent;
}

/** Writes the seeded people's calendars: everything lies around the present. */
export class Diary {
  readonly #ground: Ground;
  readonly #people: readonly SeededPerson[];
  readonly #random: Random;
  /** Monday of this week. */
  readonly #monday: string;

  constructor(ground: Ground, people: readonly SeededPerson[], random: Random) {
    this.#ground = ground;
    this.#people = people;
    this.#random = random;
    const today = msToWall(ground.clock.now(), "Europe/Berlin").slice(0, 10);
    const weekday = (new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7;
    this.#monday = addDays(today, -weekday);
  }

  /** Second calendars: one of their own each, one shared among colleagues, one that nobody can be notified about. */
  shareCalendars(): void {
    const { world } = this.#ground;
    for (const { account, naming, member } of this.#people) {
      const add = (name: string, pushable = true) =>
        world.addCalendar({
          id: naming.calendarId(account, false),
          ownerId: account.id,
          name,
          zone: member.zone,
          pushable,
        });
      const domain = account.email.slice(account.email.indexOf("@") + 1);
      world.share(world.primaryOf(account), `domain:${domain}`, "freeBusyReader");
      const travel = add("Travel");
      const holidays = add("Holidays", false);
      this.#one({ account, naming, member }, travel.id, {
        summary: "Train to Hamburg",
        start: atWall(`${addDays(this.#monday, 9)}T07:04:00`, member.zone),
        end: atWall(`${addDays(this.#monday, 9)}T09:11:00`, member.zone),
      });
      const year = Number(this.#monday.slice(0, 4));
      for (const [date, summary] of [
        [`${year}-12-25`, "Christmas Day"],
        [`${year + 1}-01-01`, "New Year's Day"],
      ] as const) {
        this.#one({ account, naming, member }, holidays.id, {
          summary,
          free: true,
          visibility: "public",
          start: { kind: "date", date },
          end: { kind: "date", date: addDays(date, 1) },
          recurrence: ["RRULE:FREQ=YEARLY"],
        });
      }
    }
    this.#shareDeals();
  }

  /** Standing meetings of each company, in the zone of whoever runs them. */
  meetAsTeams(): void {
    for (const companyId of ["meridian", "halden"]) {
      const team = this.#people.filter(({ member }) => member.companyId === companyId);
      const [lead, second, third] = team;
      if (!lead || !second || !third) continue;
      const zone = lead.member.zone;
      const at = (days: number, time: string): When => atWall(`${addDays(this.#monday, days)}T${time}:00`, zone);
      const organizer = personOf(lead);
      const weekly = this.#meet({
        organizer,
        guests: team,
        event: series("Sales weekly", [at(-28, "10:00"), at(-28, "10:45")], "FREQ=WEEKLY;BYDAY=MO"),
      });
      this.#vary(weekly, { cancelled: at(7, "10:00"), moved: at(14, "10:00"), to: at(15, "15:00") });
      this.#meet({
        organizer,
        guests: team.slice(0, 4),
        event: series("Stand-up", [at(-14, "09:15"), at(-14, "09:30")], "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
      });
      this.#meet({
        organizer,
        guests: [lead, second],
        event: series("1:1", [at(-13, "14:00"), at(-13, "14:30")], "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
      });
      this.#meet({
        organizer: personOf(second),
        guests: [second, third, lead],
        event: series(
          "Forecast review",
          [lastThursday(this.#monday, zone, "16:00"), lastThursday(this.#monday, zone, "17:00")],
          "FREQ=MONTHLY;BYDAY=-1TH",
        ),
      });
    }
  }

  /** What each has alone: focus, absence, home office, a private appointment, something declined, something deleted. */
  fillDays(person: SeededPerson): void {
    const primary = this.#ground.world.primaryOf(person.account);
    for (const event of ownDays(person, this.#monday)) this.#one(person, primary.id, event);
    const gone = this.#one(person, primary.id, {
      summary: "Lunch (called off)",
      start: atWall(`${addDays(this.#monday, 2)}T12:00:00`, person.member.zone),
      end: atWall(`${addDays(this.#monday, 2)}T13:00:00`, person.member.zone),
    });
    applyEdit(this.#ground.world, { calendar: primary, naming: person.naming }, { do: "delete", eventId: gone });
  }

  /** Customers' invitations with links of many services. */
  inviteFromOutside(): void {
    for (const [index, link] of MEETING_LINKS.entries()) {
      const outsider = OUTSIDERS[index % OUTSIDERS.length] as Person;
      const guests = this.#people.filter((_, place) => place % MEETING_LINKS.length === index || place === index);
      const zone = guests[0]?.member.zone ?? "UTC";
      const start = atWall(`${addDays(this.#monday, index)}T${String(9 + (index % 7)).padStart(2, "0")}:30:00`, zone);
      this.#meet({
        organizer: outsider,
        guests,
        outsiders: [outsider],
        event: {
          summary: `${outsider.name}: ${link.service}`,
          location: link.location,
          description: link.text === "" ? null : link.text,
          start,
          end: atInstant(start.ms + 2_700_000, zone),
          uid: `${this.#ground.ids.hex(16)}@${outsider.email.slice(outsider.email.indexOf("@") + 1)}`,
        },
      });
    }
  }

  #shareDeals(): void {
    const { world } = this.#ground;
    const googlers = this.#people.filter(
      ({ member }) => member.provider === "google" && member.companyId === "meridian",
    );
    const [owner, ...others] = googlers;
    if (!owner) return;
    const deals = world.addCalendar({
      id: owner.naming.calendarId(owner.account, false),
      ownerId: owner.account.id,
      name: "Deals",
      zone: owner.member.zone,
    });
    const roles = ["writer", "reader", "freeBusyReader"] as const;
    others.forEach(({ account }, index) =>
      world.share(deals, `user:${account.email}`, roles[index % roles.length] ?? "reader"),
    );
    this.#one(
      owner,
      deals.id,
      series(
        "Deal desk",
        [atWall(`${this.#monday}T11:00:00`, owner.member.zone), atWall(`${this.#monday}T11:30:00`, owner.member.zone)],
        "FREQ=WEEKLY;BYDAY=MO,TH",
      ),
    );
    this.#one(owner, deals.id, {
      summary: "Board dinner",
      visibility: "private",
      start: atWall(`${addDays(this.#monday, 3)}T19:00:00`, owner.member.zone),
      end: atWall(`${addDays(this.#monday, 3)}T22:00:00`, owner.member.zone),
    });
  }

  /** A meeting on every guest's calendar: one iCalUID, and at Google one id. */
  #meet(meeting: Meeting): {
    readonly id: string;
    readonly guests: readonly SeededPerson[];
    readonly ids: readonly string[];
  } {
    const first = meeting.guests[0];
    const id = first?.naming.eventId() ?? this.#ground.ids.base32hex();
    const uid = meeting.event.uid ?? first?.naming.eventUid(id) ?? id;
    const attendees = this.#attendees(meeting);
    const ids = meeting.guests.map((guest) => {
      const calendar = this.#ground.world.primaryOf(guest.account);
      const own =
        guest.member.provider === "google"
          ? id
              .replaceAll(/[^a-v0-9]/g, "0")
              .slice(0, 64)
              .toLowerCase()
          : guest.naming.eventId();
      const extra = guest.member.provider === "google" ? (meeting.event.extra ?? {}) : {};
      const event = {
        ...meeting.event,
        id: own,
        uid,
        organizer: meeting.organizer,
        creator: meeting.organizer,
        attendees,
        extra,
      };
      return createEvent(this.#ground.world, { calendar, naming: guest.naming }, event).id;
    });
    return { id, guests: meeting.guests, ids };
  }

  #attendees({ organizer, guests, outsiders = [] }: Meeting): Attendee[] {
    const answers: readonly Response[] = ["accepted", "accepted", "tentative", "needsAction", "declined"];
    const people: Person[] = [...outsiders, ...guests.map(personOf)];
    return people.map((person) => ({
      ...person,
      response: person.email === organizer.email ? "accepted" : this.#random.pick(answers),
    }));
  }

  /** One occurrence cancelled, one moved, on every copy. */
  #vary(
    meeting: { readonly guests: readonly SeededPerson[]; readonly ids: readonly string[] },
    change: { readonly cancelled: When; readonly moved: When; readonly to: When },
  ): void {
    const { world } = this.#ground;
    meeting.guests.forEach(({ account, naming }, index) => {
      const target = { calendar: world.primaryOf(account), naming };
      const eventId = meeting.ids[index] as string;
      const master = target.calendar.events.get(eventId);
      if (!master) return;
      const fields: Partial<EventFields> = {
        start: change.to,
        end: endAfter(change.to, master),
        summary: "Sales weekly (moved)",
      };
      applyEdit(world, target, { do: "cancel-occurrence", eventId, original: change.cancelled });
      applyEdit(world, target, { do: "change-occurrence", eventId, original: change.moved, fields });
    });
  }

  #one({ naming }: SeededPerson, calendarId: string, event: NewPersonEvent): string {
    const calendar = this.#ground.world.calendars.get(calendarId);
    if (!calendar) throw new Error(`no calendar ${calendarId}`);
    return createEvent(this.#ground.world, { calendar, naming }, event).id;
  }
}

function series(summary: string, [start, end]: readonly [When, When], rule: string): NewPersonEvent {
  return { summary, start, end, recurrence: [`RRULE:${rule}`] };
}

function personOf({ account, member }: SeededPerson): Person {
  return { email: account.email, name: member.name };
}

/** The last Thursday of the month before this week's. */
function lastThursday(monday: string, zone: string, time: string): When {
  const [year, month] = monday.split("-").map(Number) as [number, number];
  const end = new Date(Date.UTC(year, month - 1, 0));
  end.setUTCDate(end.getUTCDate() - ((end.getUTCDay() + 3) % 7));
  return atWall(`${end.toISOString().slice(0, 10)}T${time}:00`, zone);
}
