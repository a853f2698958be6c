import type { Moment } from "@/core/calendar/event";
import type { EventDraft } from "@/core/ports/provider-write";
import { toWall } from "@/core/time/wall-time";
import type { Visitor } from "@/server/db/booking/bookings";
import type { Configuration, HostRow } from "@/server/db/booking/configurations";

type Drafting = {
  readonly configuration: Configuration;
  readonly hosts: readonly HostRow[];
  readonly visitor: Visitor;
  readonly startsAt: Date;
  readonly endsAt: Date;
};

/** The event of a booking: in the zone of what was booked, the visitor and the other hosts invited. */
export function draftOf({ configuration, hosts, visitor, startsAt, endsAt }: Drafting): EventDraft {
  const { title, location, description } = configuration;
  const others = hosts.slice(1).map(({ email, name }) => ({ email, name, isOptional: false }));
  return {
    title: `${title}: ${visitor.name}`,
    location: location.kind === "place" || location.kind === "phone" ? location.text : "",
    description: [visitor.notes, description].filter((text) => text !== "").join("\n\n"),
    times: timesOf(configuration, startsAt, endsAt),
    attendees: [{ email: visitor.email, name: visitor.name, isOptional: false }, ...others],
    ...{ shownAs: "busy", visibility: "default", withConference: location.kind === "conference" },
  };
}

export function timesOf({ rules }: Configuration, startsAt: Date, endsAt: Date): EventDraft["times"] {
  const { zone } = rules.hours;
  const moment = (at: Date): Moment => ({ at, wall: toWall(at, zone), zone, writtenZone: zone });
  return { kind: "timed", start: moment(startsAt), end: moment(endsAt) };
}
